import { fromPlan } from "../../inventory/four-readers";
import { queueTrigger } from "../../../rules/queue-trigger";
import { findingsIn } from "../fixture";
import { foundInCluster, foundInYaml } from "../foreign";

function redis(name: string, listName: string): string {
  return `{ type: redis, name: ${name}, metadata: { address: "redis.jobs.svc.cluster.local:6379", listName: "${listName}", listLength: "1" } }`;
}

function scaledObject(formula: string, triggers: readonly string[], more = ""): string {
  return `{ apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: { name: s, namespace: jobs }, spec: { scaleTargetRef: { name: worker }, minReplicaCount: 1, maxReplicaCount: 1, ${more} advanced: { scalingModifiers: { formula: "${formula}", target: "1" } }, triggers: [${triggers.join(", ")}] } }`;
}

const TWO = [redis("queued", "rq:queue:a"), redis("running", "rq:wip:a")];
const NEGATIVE =
  "error ScaledObject jobs/s: the formula queued - running is -1 at queued 0 and running 1: the HPA takes a sum below zero for an overflow and goes to the maximum";

describe("what a formula does in the range of its triggers", () => {
  test("below zero it scales to the maximum: in a file, a cluster, a plan and at synthesis", () => {
    const yaml = scaledObject("queued - running", TWO);
    expect(foundInYaml(queueTrigger, yaml)).toEqual([NEGATIVE]);
    expect(foundInCluster(queueTrigger, yaml, undefined)).toEqual([NEGATIVE]);
    const said = findingsIn("invalid", "queue-trigger-formula-below-zero");
    expect(said).toEqual([
      expect.objectContaining({
        severity: "error",
        fix: "write formula: max(queued - running, 0)",
      }),
    ]);
    const manifest = {
      apiVersion: "keda.sh/v1alpha1",
      kind: "ScaledObject",
      metadata: { name: "s", namespace: "jobs" },
      spec: {
        scaleTargetRef: { name: "worker" },
        minReplicaCount: 1,
        maxReplicaCount: 1,
        advanced: { scalingModifiers: { formula: "queued - running", target: "1" } },
        triggers: ["queued", "running"].map((name) => ({
          type: "redis",
          name,
          metadata: { address: "redis.jobs.svc.cluster.local:6379", listName: `rq:wip:${name}` },
        })),
      },
    };
    const inventory = fromPlan({ kubernetes_manifest: { s: { manifest } } });
    expect(queueTrigger.check(inventory, undefined)).toContainEqual(
      expect.objectContaining({
        severity: "error",
        message: NEGATIVE.replace(/^error [^:]*: /, ""),
      }),
    );
  });

  test("a division by zero holds the minimum", () => {
    expect(foundInYaml(queueTrigger, scaledObject("queued / running", TWO))).toEqual([
      "error ScaledObject jobs/s: the formula queued / running divides by zero at queued 1 and running 0: KEDA reads that as 0, and the HPA holds the minimum while jobs wait or run",
    ]);
  });

  test("what is always 0 scales nothing", () => {
    expect(foundInYaml(queueTrigger, scaledObject("min(queued, 0) + 0 * running", TWO))).toEqual([
      expect.stringContaining("is 0 whatever its triggers count: nothing scales"),
    ]);
  });

  test.each([
    "queued + running",
    "max(queued - running, 0)",
    "queued / max(running, 1)",
    "running > 0 ? queued / running : queued",
  ])("%s is good", (formula) => {
    expect(foundInYaml(queueTrigger, scaledObject(formula, TWO))).toEqual([]);
  });

  test("over queries, one of which may always be the larger, it is a warning", () => {
    const query = (name: string) =>
      `{ type: prometheus, name: ${name}, metadata: { serverAddress: "http://prometheus.monitoring.svc.cluster.local:9090", query: up, threshold: "1" } }`;
    expect(
      foundInYaml(queueTrigger, scaledObject("all - idle", [query("all"), query("idle")])),
    ).toEqual([
      expect.stringMatching("^warning ScaledObject jobs/s: the formula all - idle is -1"),
    ]);
  });

  test.each([
    ["", "the HPA is unknown, and the replicas stay as they are"],
    ["fallback: { failureThreshold: 4, replicas: 2 },", "after 4 failures the fallback holds"],
  ])("a trigger on a key that holds a text takes the whole formula away (%s)", (more, outcome) => {
    const triggers = [redis("queued", "bull:video:wait"), redis("count", "bull:video:pc")];
    expect(foundInYaml(queueTrigger, scaledObject("queued + count", triggers, more))).toEqual([
      `error ScaledObject jobs/s: trigger count counts bull:video:pc, which holds a text and has no length: it fails, and the whole formula with it; ${outcome}`,
    ]);
  });
});
