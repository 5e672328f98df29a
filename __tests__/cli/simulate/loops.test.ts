import { workerLoops } from "../../../cli/simulate/loops";
import { play } from "../../../cli/simulate/play";
import { ENVIRONMENT_NAMES } from "../../../environments/schema";
import { SCENARIOS } from "../../../testbed/model/scenarios";
import { VARIANTS } from "../../../testbed/model/variants";
import { specOf } from "../../support/synth";
import { withThumbnails } from "../../support/thumbnails";
import { montageAiAlone, montageAiIn } from "../../support/applications";

const { loops: all } = workerLoops(ENVIRONMENT_NAMES.map(specOf));
const loops = all.filter(({ application }) => application === "montage-ai");
const [asConfigured] = VARIANTS;
/** Loses what Redis loses; not the loop's doing. */
const KEEPING = SCENARIOS.filter(({ name }) => name !== "redis-emptied");

test("every worker that a ScaledObject scales has a loop", () => {
  expect(loops.map(({ environment, worker }) => `${environment}/${worker}`)).toEqual(
    ENVIRONMENT_NAMES.map(specOf).flatMap((spec) =>
      montageAiIn(spec)
        .workers.filter(
          ({ scaling }) => scaling.kind === "deployment" && scaling.joinsAbove === undefined,
        )
        .map((worker) => `${spec.name}/${worker.name}`),
    ),
  );
});

test.each(loops.map((one) => [`${one.environment}/${one.worker}`, one.loop] as const))(
  "%s is read from what is synthesized: limits, formula, target, pace, grace",
  (name, loop) => {
    const [environment, workerName] = name.split("/");
    const [found] = ENVIRONMENT_NAMES.filter((one) => one === environment);
    const spec = specOf(found ?? "local");
    const [worker] = montageAiIn(spec).workers.filter((one) => one.name === workerName);
    expect(loop.triggers.map(({ counts }) => counts)).toEqual(
      expect.arrayContaining(["waiting", "running"]),
    );
    expect(loop).toMatchObject({
      maxReplicas: worker?.scaling.max,
      graceSeconds: 1950,
      fallback: { behavior: "currentReplicasIfHigher" },
      pollingSeconds: worker?.scaling.pollingIntervalSeconds,
    });
    expect(loop.nodes.workersPerNode).toBeGreaterThan(0);
    expect(loop.nodes.workersPerNode * loop.nodes.max).toBeGreaterThanOrEqual(loop.maxReplicas);
  },
);

test.each(
  loops.flatMap((loop) =>
    KEEPING.map(
      (scenario) => [`${loop.environment}/${loop.worker}`, scenario.name, loop, scenario] as const,
    ),
  ),
)("%s, %s: no job is lost, and none is killed by a scale-in or a rollout", (...row) => {
  const [, , loop, scenario] = row;
  if (asConfigured === undefined) throw new Error("no variant");
  const { measures } = play(loop, scenario, asConfigured, [1]);
  expect(measures).toMatchObject({
    lost: 0,
    killedByScaleIn: 0,
    killedByRollout: 0,
    unfinished: 0,
  });
  expect(measures.failed).toBeLessThanOrEqual(measures.interrupted);
});

describe("a worker of Celery", () => {
  const { loops: local } = workerLoops([withThumbnails(montageAiAlone(specOf("local")))]);
  const [celery] = local.filter(({ application }) => application === "thumbnails");
  if (celery === undefined) throw new Error("thumbnails has no loop");

  test("has its list counted as waiting, its own hash as running, and the lists of other priorities as empty", () => {
    const counted = celery.loop.triggers.map(({ name, counts }) => [name, counts]);
    expect(counted).toEqual([
      ["queued_thumbnails", "waiting"],
      ["queued_thumbnails_priority_3", "none"],
      ["queued_thumbnails_priority_6", "none"],
      ["queued_thumbnails_priority_9", "none"],
      ["running_maker", "running"],
    ]);
    expect(celery.loop).toMatchObject({ library: "celery", redeliverySeconds: 3600 });
  });

  test("scales to its maximum and finishes every job of a burst", () => {
    if (asConfigured === undefined) throw new Error("no variant");
    const [burst] = SCENARIOS;
    if (burst === undefined) throw new Error("no scenario");
    const { measures } = play(celery, burst, asConfigured, [1, 2]);
    expect(measures).toMatchObject({ jobs: 6, finished: 6, unfinished: 0, mostRunning: 3 });
  });
});
