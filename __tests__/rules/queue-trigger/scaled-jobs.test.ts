import { counts, found as foundIn } from "../scaling/queue-scaling";

const WAITING = counts("rq:queue:default", "queued");
const RUNNING = counts("rq:wip:default", "running");

/** A ScaledJob of RQ workers: members of its spec, then triggers. */
const scaledJob = (members: string, ...triggers: readonly string[]) => `
apiVersion: keda.sh/v1alpha1
kind: ScaledJob
metadata: { name: render, namespace: app }
spec:
  jobTargetRef:
    template: { spec: { containers: [{ name: w, command: [rq, worker, --burst, default] }] } }
  ${members}
  triggers: [${triggers.join(", ")}]
`;

const strategy = (members: string) =>
  `scalingStrategy: { ${members} }\n  rollout: { strategy: gradual }`;

function found(yaml: string): readonly string[] {
  return foundIn(yaml).map((line) => line.replace("ScaledJob app/render: ", ""));
}

test("accepts waiting and running jobs, summed, with the default strategy", () => {
  const sum = strategy("strategy: default, multipleScalersCalculation: sum");
  expect(found(scaledJob(sum, WAITING, RUNNING))).toEqual([]);
  expect(found(scaledJob(strategy("multipleScalersCalculation: sum"), WAITING, RUNNING))).toEqual(
    [],
  );
});

test("accepts waiting jobs alone with a strategy for them, and says nothing of a custom one", () => {
  expect(found(scaledJob(strategy("strategy: accurate"), WAITING))).toEqual([]);
  expect(found(scaledJob(strategy("strategy: custom"), WAITING))).toEqual([]);
});

// While as many run as wait, KEDA makes none.
test("waiting jobs alone with the default strategy starve behind those that run", () => {
  expect(found(scaledJob(strategy("strategy: default"), WAITING))).toEqual([
    "warning counts only the jobs that wait, and strategy default takes the Jobs that run from that: while 3 run, the next 3 that wait get no pod | add a trigger with listName: rq:wip:default and write scalingStrategy: { strategy: default, multipleScalersCalculation: sum }; or write scalingStrategy: { strategy: accurate }",
  ]);
});

test("running jobs with a strategy for waiting ones get pods once more at every look", () => {
  const sum = strategy("strategy: accurate, multipleScalersCalculation: sum");
  expect(found(scaledJob(sum, WAITING, RUNNING))).toEqual([
    "warning counts the jobs that run as well (rq:wip:default), and strategy accurate does not take their Jobs from that: at every look they get pods once more | write scalingStrategy: { strategy: default, multipleScalersCalculation: sum }",
  ]);
});

test("several triggers without a sum are one number of them", () => {
  expect(found(scaledJob(strategy("strategy: default"), WAITING, RUNNING))).toEqual([
    "warning has 2 redis triggers and follows one number of them (multipleScalersCalculation max), not their sum | write multipleScalersCalculation: sum in its scalingStrategy",
  ]);
});

test("a change must not end jobs: KEDA's default does, and so does immediate", () => {
  const accurate = "scalingStrategy: { strategy: accurate }";
  expect(found(scaledJob(accurate, WAITING))).toEqual([
    "warning deletes the Jobs that are at work whenever it is changed (rollout.strategy immediate, KEDA's default) | write rollout: { strategy: gradual }",
  ]);
  expect(found(scaledJob(`${accurate}\n  rollout: { strategy: immediate }`, WAITING))).toHaveLength(
    1,
  );
  expect(found(scaledJob(`${accurate}\n  rolloutStrategy: gradual`, WAITING))).toEqual([]);
});
