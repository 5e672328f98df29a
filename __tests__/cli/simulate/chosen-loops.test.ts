import { chosenLoops, chosenVariants, unplayedLines } from "../../../cli/simulate/chosen-loops";
import { workerLoops } from "../../../cli/simulate/loops";
import { ConfigurationError } from "../../../environments/errors";
import { VARIANTS } from "../../../testbed/model/variants";
import { changedSpec } from "../../support/changed-spec";
import { specOf } from "../../support/synth";
import { montageAiAlone } from "../../support/applications";
import { withThumbnails } from "../../support/thumbnails";

const local = withThumbnails(montageAiAlone(specOf("local")));
const all = workerLoops([local, montageAiAlone(specOf("staging"))]);
const everything = { application: undefined, worker: undefined };
const namesOf = (loops: readonly { application: string; worker: string }[]) =>
  loops.map(({ application, worker }) => `${application}/${worker}`);

function issuesOf(act: () => unknown) {
  try {
    act();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.issues;
  }
  throw new Error("nothing is refused");
}

test("an application's name picks its workers", () => {
  const { loops } = chosenLoops(all, { ...everything, application: "thumbnails" });
  expect(namesOf(loops)).toEqual(["thumbnails/maker"]);
});

test("an unknown name is refused with the names that there are, each once", () => {
  const [application] = issuesOf(() => chosenLoops(all, { ...everything, application: "nope" }));
  expect(application).toMatchObject({
    path: "--application",
    value: "nope",
    fix: "use montage-ai, thumbnails",
  });
  const [worker] = issuesOf(() =>
    chosenLoops(all, { application: "thumbnails", worker: "worker" }),
  );
  expect(worker).toMatchObject({ path: "--worker", value: "worker", fix: "use maker" });
});

test("a worker that joins others, or starts a pod for each job, is refused alone and named beside others", () => {
  const job = { kind: "job", max: 3, pollingIntervalSeconds: 5, replicasWithoutKeda: 1 };
  const jobs = changedSpec(montageAiAlone(specOf("local")), {
    "applications.0.workers.0.scaling": job,
  });
  const both = workerLoops([jobs, withThumbnails(montageAiAlone(specOf("staging")))]);
  const [issue] = issuesOf(() => chosenLoops(workerLoops([jobs]), everything));
  expect(issue).toMatchObject({ path: "--worker", value: "local montage-ai/worker" });
  expect(issue?.message).toContain("a ScaledJob starts a pod for each of its jobs");
  const chosen = chosenLoops(both, everything);
  expect(namesOf(chosen.loops)).toContain("thumbnails/maker");
  const lines = unplayedLines(chosen, chosenVariants(chosen.loops, VARIANTS.slice(0, 1)), []);
  expect(lines.join("\n")).toContain("not played: local montage-ai/worker: a ScaledJob");
});

test("without KEDA nothing is played, and the switch is named", () => {
  const off = workerLoops([changedSpec(specOf("local"), { "switches.addons.keda": false })]);
  const [issue] = issuesOf(() => chosenLoops(off, everything));
  expect(issue?.message).toContain("no ScaledObject scales it");
  expect(issue?.fix).toContain("addons.keda");
});

test("a variant of RQ's lists is left out for Celery, and refused where there is nothing else", () => {
  const intermediate = VARIANTS.filter(({ name }) => name === "intermediate");
  const chosen = chosenLoops(all, everything);
  const ways = chosenVariants(chosen.loops, intermediate);
  expect(
    namesOf(ways.filter(({ variants }) => variants.length === 0).map(({ loop }) => loop)),
  ).toEqual(["thumbnails/maker"]);
  expect(unplayedLines(chosen, ways, intermediate)).toContain(
    "not played: local thumbnails/maker as intermediate: its queue is of another library",
  );
  const celery = chosenLoops(all, { ...everything, application: "thumbnails" });
  const [issue] = issuesOf(() => chosenVariants(celery.loops, intermediate));
  expect(issue).toMatchObject({ path: "--variant", value: "intermediate" });
});
