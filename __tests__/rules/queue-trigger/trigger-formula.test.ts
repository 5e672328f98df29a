import { ADDRESS, scaledObject, redis, counts, BOTH, ONE, found } from "../scaling/queue-scaling";

describe("queue-trigger, several triggers", () => {
  test("warns that without a formula the largest counts, with the formula to paste", () => {
    const triggers = [counts("rq:queue:default"), counts("rq:wip:default")];
    expect(found(scaledObject(ONE, ...triggers))).toEqual([
      'warning has 2 redis triggers and no formula: the HPA follows the largest of rq:queue:default, rq:wip:default, not their sum | add advanced: { scalingModifiers: { formula: queued_default + 5 * running_default, target: "5", metricType: AverageValue } }, with name: queued_default on the trigger of rq:queue:default, running_default on the trigger of rq:wip:default',
    ]);
  });

  const formula = (text: string, more = "") =>
    `${ONE} ${more} advanced: { scalingModifiers: { formula: "${text}", target: "1" } },`;

  // The API server shows `{}` on every ScaledObject that has `advanced`.
  test("takes empty modifiers for none, and refuses modifiers without a formula", () => {
    const one = (modifiers: string) =>
      found(
        scaledObject(
          `minReplicaCount: 1, maxReplicaCount: 1, advanced: { scalingModifiers: ${modifiers} },`,
          counts("rq:queue:default"),
        ),
      );
    expect(one("{}")).toEqual([]);
    expect(one('{ target: "4" }')).toEqual([
      'error has scalingModifiers without a formula: KEDA refuses it, and nothing scales | write advanced: { scalingModifiers: { formula: queued_default, target: "5", metricType: AverageValue } }, with name: queued_default on the trigger of rq:queue:default',
    ]);
  });

  test("refuses a formula with a name that no trigger has", () => {
    expect(found(scaledObject(formula("queued + runing"), ...BOTH))).toEqual([
      "error the formula names runing, which no trigger is called: KEDA refuses it, and nothing scales | write running in place of runing",
    ]);
  });

  test.each([
    "queued + running",
    "max(queued, running) > 0 ? float(queued + running) : 0",
    "let total = queued + running; total < 1e3 ? total : 1000",
    "sum([queued, running])",
    "queued ?? 0 + running",
  ])("understands %s", (text) => {
    expect(found(scaledObject(formula(text), ...BOTH))).toEqual([]);
  });

  test("warns of a plain sum over several jobs, and gives running ones their weight", () => {
    const four = (text: string) => formula(text).replace('target: "1"', 'target: "4"');
    expect(found(scaledObject(four("queued + running"), ...BOTH))).toEqual([
      "warning wants one replica for 4 jobs, running ones too (queued + running): a worker runs one at a time, so as soon as the queue is empty workers are removed while they work | write formula: queued + 4 * running",
    ]);
    expect(found(scaledObject(four("queued + 4 * running"), ...BOTH))).toEqual([]);
    expect(found(scaledObject(four("running + queued / 4"), ...BOTH))).toEqual([]);
  });

  test("refuses triggers without a name, or with one that is no identifier", () => {
    const [queued = ""] = BOTH;
    expect(found(scaledObject(formula("queued"), queued, counts("rq:wip:default")))).toEqual([
      "error trigger 2 has no name, which every trigger beside a formula needs: KEDA takes it for failed, and nothing scales | give it a name, e.g. redis_2, and put it into the formula",
    ]);
    expect(
      found(
        scaledObject(
          formula("jobs-queued + running"),
          counts("rq:queue:default", "jobs-queued"),
          BOTH[1] ?? "",
        ),
      ),
    ).toEqual([
      "error trigger jobs-queued has a name that a formula cannot hold: it must be an identifier | name it jobs_queued, in the formula as well",
    ]);
  });

  test("refuses a cpu trigger in a formula, and lets it stand beside one", () => {
    const cpu = '{ type: cpu, name: load, metadata: { value: "60" } }';
    expect(found(scaledObject(formula("queued + running"), ...BOTH, cpu))).toEqual([]);
    expect(found(scaledObject(formula("queued + running + load"), ...BOTH, cpu))).toEqual([
      "error the formula names load, a cpu trigger: KEDA keeps those out of formulas and refuses it | take load out of the formula (queued + running + load); it can hold queued, running",
    ]);
  });

  test("refuses a target that switches the fallback off, or that is no number", () => {
    const target = (text: string, more: string) =>
      found(
        scaledObject(
          formula("max(queued, running)", more).replace('target: "1"', `target: "${text}"`),
          ...BOTH,
        ),
      );
    const fallback = "fallback: { failureThreshold: 3, replicas: 2 },";
    expect(target("2.5", fallback)).toEqual([
      'error scalingModifiers.target is 2.5: with anything but a whole number KEDA leaves the fallback off without a word | write target: "3"',
    ]);
    expect(target("2.5", "")).toEqual([]);
    expect(target("many", "")).toEqual([
      'error scalingModifiers.target is "many": KEDA refuses what is no number above 0 | write target: "<jobs for each replica>"',
    ]);
  });

  test("warns of a trigger's own activation beside a formula", () => {
    const [queued = ""] = BOTH;
    const active = redis(
      `${ADDRESS}, listName: "rq:wip:default", activationListLength: "3"`,
      "running",
    );
    expect(found(scaledObject(formula("queued + running"), queued, active))).toEqual([
      'warning trigger running has an activationListLength, which KEDA ignores beside a formula | remove it, and write scalingModifiers.activationTarget: "3" if the formula\'s value is meant',
    ]);
  });
});
