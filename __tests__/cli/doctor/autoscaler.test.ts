import { nodesToCome } from "../../../cli/doctor/pending/autoscaler";
import { needsOf } from "../../../cli/doctor/pending/room";
import { clusterNodes } from "../../../environments/nodes/cluster-nodes";
import type { JsonObject } from "../../../inventory/json";
import { examinationOf } from "../../support/doctor";
import { specOf } from "../../support/synth";

const production = specOf("production");
const pools = clusterNodes(production.cluster);
const [pool] = pools.filter(({ count, taints }) => count.max > count.min && taints.length === 0);
if (pool === undefined) throw new Error("production has no pool that grows");

const pod = (cpu: string): JsonObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "worker", namespace: "app" },
  spec: {
    nodeSelector: { ...pool.labels },
    containers: [{ name: "a", image: "i:1", resources: { requests: { cpu } } }],
  },
  status: { phase: "Pending" },
});
const nodes = (count: number): readonly JsonObject[] =>
  Array.from({ length: count }, (_, index) => ({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: `n${index}`, labels: { ...pool.labels } },
  }));
const event = (reason: string, message: string, lastTimestamp: string): JsonObject => ({
  apiVersion: "v1",
  kind: "Event",
  metadata: { name: reason, namespace: "app" },
  involvedObject: { kind: "Pod", namespace: "app", name: "worker" },
  reason,
  message,
  lastTimestamp,
});

function ask(cpu: string, objects: readonly JsonObject[], spec = production) {
  const examination = examinationOf([pod(cpu), ...objects], spec);
  const [pending] = examination.live.pods;
  if (pending === undefined) throw new Error("no pod");
  return nodesToCome(pending, needsOf(pending), examination);
}

describe("what the node autoscaler can do for a pod", () => {
  test("a pool with nodes to spare accepts it: one should come", () => {
    const { accepted, text } = ask("1", nodes(1));
    expect(accepted).toBe(true);
    expect(text).toBe(
      `pool ${pool.name} has 1 of ${pool.count.max} nodes and accepts it: a node should come`,
    );
  });

  test("pools that accept it are at their maximum", () => {
    expect(ask("1", nodes(pool.count.max)).text).toMatch(
      new RegExp(`cannot help, pools are at their maximum: .*${pool.name} \\(${pool.count.max}\\)`),
    );
  });

  test("no pool accepts it, and each says why", () => {
    const { accepted, text } = ask("1000", []);
    expect(accepted).toBe(false);
    expect(text).toMatch(
      new RegExp(`no pool accepts it \\(.*${pool.name}: cpu: requested 1000000m, available`),
    );
  });

  test("a node that was asked for minutes ago is on its way, one of an hour ago is not", () => {
    const now = ask("1", [event("TriggeredScaleUp", "1->2", "2026-11-25T09:55:00Z")]);
    expect(now).toMatchObject({ onTheWay: true, text: "a node is on its way" });
    expect(now.evidence).toEqual(["TriggeredScaleUp: 1->2"]);
    const past = ask("1", [event("TriggeredScaleUp", "1->2", "2026-11-25T09:00:00Z")]);
    expect(past.onTheWay).toBe(false);
  });

  test("machines of k3s do not multiply, and pools of the testbed are not those of another cluster", () => {
    expect(ask("1", [], specOf("staging"))).toMatchObject({ accepted: false, text: "" });
    expect(ask("1", nodes(1), specOf("local"))).toMatchObject({ accepted: false, text: "" });
  });
});
