import { workerLoops } from "../../../cli/simulate/loops";
import { play } from "../../../cli/simulate/play";
import { ENVIRONMENT_NAMES } from "../../../environments/schema";
import { SCENARIOS } from "../../../testbed/model/scenarios";
import { VARIANTS } from "../../../testbed/model/variants";
import { specOf } from "../../support/synth";
import { montageAiIn } from "../../support/applications";

const loops = workerLoops(ENVIRONMENT_NAMES.map(specOf));
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
    const queue = worker?.queues[0] ?? "";
    expect(loop.queue).toBe(queue);
    expect(loop.triggers.map(({ key }) => key)).toEqual(
      expect.arrayContaining([`rq:queue:${queue}`, `rq:wip:${queue}`]),
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
