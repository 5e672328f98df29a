import type { EnvironmentSpec } from "../../environments/schema";
import { readSynthesized } from "../../inventory/synthesized";
import { runRules } from "../../rules";
import { changedSpec } from "../support/changed-spec";
import { specOf, synthesize } from "../support/synth";
import { sendsPassword } from "../support/sends-password";

const JOB = { kind: "job", max: 4, pollingIntervalSeconds: 15, replicasWithoutKeda: 1 };
/** The CPU worker starts a pod for each preview; full renders are the GPU worker's alone. */
const PREVIEW_JOBS = {
  "applications.0.workers.0.scaling": JOB,
  "applications.0.workers.0.queues": ["default"],
  "applications.0.workers.1.scaling.min": 1,
  "applications.0.workers.1.scaling.joinsAbove": undefined,
};
/** A pod for each full render, on a GPU. */
const RENDER_JOBS = {
  "applications.0.workers.0.queues": ["default"],
  "applications.0.workers.1.scaling": JOB,
};
const PASSWORD = (name: string) => ({
  "applications.0.redis.password": { secretName: "redis-credentials", key: "password" },
  ...sendsPassword(name),
});

/** Ways to write a worker that no environment uses today. */
const VARIANTS: readonly (readonly [string, string, Readonly<Record<string, unknown>>])[] = [
  ["a pod for each job", "local", { "applications.0.workers.0.scaling": JOB }],
  ["a pod for each job", "staging", PREVIEW_JOBS],
  ["a pod for each job on a GPU", "production", RENDER_JOBS],
  ["workers from zero", "staging", { "applications.0.workers.0.scaling.min": 0 }],
  ["a Redis with a password", "local", PASSWORD("local")],
  ["a Redis with a password", "production", { ...PASSWORD("production"), ...RENDER_JOBS }],
  ["another build of the image", "staging", { "applications.0.workers.1.imageVariant": "rocm" }],
];

/** What the rules find and nobody has accepted, in stacks whose text was changed. */
function found(spec: EnvironmentSpec, change: (text: string) => string = (text) => text) {
  const sources = Object.entries(synthesize(spec)).map(([name, json]) => {
    const changed: unknown = JSON.parse(change(JSON.stringify(json)));
    return { name, json: changed };
  });
  return runRules(readSynthesized(sources), spec)
    .flatMap(({ findings }) => findings)
    .filter(({ accepted }) => accepted === undefined)
    .map(({ severity, rule, object, message }) => `${severity} ${rule}: ${object} ${message}`);
}

test.each(VARIANTS)("%s holds every rule on %s", (_what, name, changes) => {
  expect(found(changedSpec(specOf(name), changes))).toEqual([]);
});

describe("a ScaledJob for the worse is found", () => {
  const spec = changedSpec(specOf("staging"), PREVIEW_JOBS);
  const JOB_NAME = "ScaledJob montage-ai/montage-ai-worker";

  test("without its rollout, a change ends jobs", () => {
    expect(found(spec, (text) => text.replace('"gradual"', '"immediate"'))).toEqual([
      expect.stringContaining(`warning queue-trigger: ${JOB_NAME} deletes the Jobs`),
    ]);
  });

  test("with a shorter grace, a node's end kills the job", () => {
    const shorter = found(spec, (text) =>
      text.replace('"terminationGracePeriodSeconds":1950', '"terminationGracePeriodSeconds":120'),
    );
    expect(shorter).toContainEqual(expect.stringContaining(`error grace-chain: ${JOB_NAME}`));
  });

  test("with more pods than the nodes hold, the last ones stay Pending", () => {
    const wide = changedSpec(spec, { "applications.0.workers.0.scaling.max": 400 });
    expect(found(wide)).toContainEqual(
      expect.stringContaining(`error capacity: ${JOB_NAME} does not fit at maximum scale`),
    );
  });

  test("on a queue that a ScaledObject counts, each job gets twice the pods", () => {
    const shared = found(spec, (text) => text.replaceAll("rq:queue:heavy", "rq:queue:default"));
    expect(shared).toContainEqual(
      expect.stringContaining(
        `warning autoscaler-ownership: ${JOB_NAME} starts a pod for each job`,
      ),
    );
  });

  test("with a misspelt queue, nothing starts", () => {
    const misspelt = found(spec, (text) => text.replaceAll("rq:queue:default", "rq:queue:defalt"));
    expect(misspelt).toContainEqual(
      expect.stringContaining("counts rq:queue:defalt, but ScaledJob montage-ai/montage-ai-worker"),
    );
  });
});
