import { GIB } from "../../../environments/nodes/node-resources";
import { describeMisfit } from "../../../rules/capacity/misfit-text";
import { misfitsOf } from "../../../rules/capacity/misfits";
import type { Situation } from "../../../rules/capacity/situation";
import { awayFrom, nodes, pods, situation } from "../../support/situation";

const kinds = (of: Situation) => misfitsOf(of).map(({ kind }) => kind);
const texts = (of: Situation) => misfitsOf(of).map(describeMisfit);
const HOST_SPREAD = [
  {
    topologyKey: "kubernetes.io/hostname",
    maxSkew: 1,
    selector: { matchLabels: { app: "web" }, matchExpressions: [] },
  },
];

describe("what does not fit", () => {
  test("nothing, where everything has its place", () => {
    expect(misfitsOf(situation([nodes("a", 2)], [pods("web", { count: 16 })]))).toEqual([]);
  });

  test("pods that no node accepts", () => {
    const web = pods("web", { place: { nodeSelector: { disk: "ssd" } } });
    expect(texts(situation([nodes("a", 1)], [web]))).toEqual([
      "no node accepts its pods, they stay Pending (a: node selector disk=ssd: the node has no such label)",
    ]);
  });

  test("pods of a pool that may have no nodes", () => {
    expect(kinds(situation([nodes("a", 0)], [pods("web")]))).toEqual(["refused"]);
  });

  test("a pod that is larger than what DaemonSets leave of a node", () => {
    const agent = pods("agent", { everyNode: true, count: 0, requests: { cpu: 100 } });
    const web = pods("web", { requests: { cpu: 3950 } });
    expect(texts(situation([nodes("a", 3)], [web, agent]))).toEqual([
      "one pod asks for more than a node has beside its DaemonSets, it stays Pending (a: cpu 3950m of 3900m)",
    ]);
    expect(misfitsOf(situation([nodes("a", 3)], [web]))).toEqual([]);
  });

  test("DaemonSets that ask for more than their nodes have", () => {
    const agents = ["a", "b"].map((name) =>
      pods(name, { everyNode: true, count: 0, requests: { cpu: 2500 } }),
    );
    expect(texts(situation([nodes("pool", 1)], agents))).toEqual([
      "its pods and those of 1 other DaemonSets ask for cpu 5000m on each node of pool, which has 4000m",
    ]);
  });

  test("a DaemonSet counts only where it is accepted", () => {
    const agent = pods("agent", {
      everyNode: true,
      count: 0,
      requests: { cpu: 3900 },
      place: { nodeSelector: { gpu: "yes" } },
    });
    expect(misfitsOf(situation([nodes("a", 1)], [agent, pods("web", { count: 8 })]))).toEqual([]);
  });

  test("a sum that is too much for the pools that accept the pods, although others have room", () => {
    const web = pods("web", { count: 9, place: { nodeSelector: { role: "web" } } });
    const pools = [nodes("web", 1, { labels: { role: "web" } }), nodes("other", 5)];
    expect(texts(situation(pools, [web]))).toEqual([
      "does not fit at maximum scale, the last pods stay Pending: 9 pods of Deployment montage-ai/web ask for cpu 4500m, and node web has 4000m for them",
    ]);
  });

  test("two workloads that fit one by one, but not together", () => {
    const demands = [
      pods("web", { count: 3, requests: { memory: 2 * GIB } }),
      pods("worker", { count: 1, requests: { memory: 3 * GIB } }),
    ];
    expect(texts(situation([nodes("a", 1)], demands))).toEqual([
      "does not fit at maximum scale, the last pods stay Pending: 3 pods of Deployment montage-ai/web, 1 pod of Deployment montage-ai/worker ask for memory 9216Mi, and node a has 8192Mi for them",
    ]);
  });

  test("two shortages that have nothing to do with each other are two findings", () => {
    const pools = ["x", "y"].map((role) => nodes(role, 1, { labels: { role } }));
    const demands = ["x", "y"].map((role) =>
      pods(role, { count: 9, place: { nodeSelector: { role } } }),
    );
    expect(misfitsOf(situation(pools, demands)).map(({ demands: [first] }) => first?.name)).toEqual(
      ["Deployment montage-ai/x", "Deployment montage-ai/y"],
    );
  });

  test("pods that share no node are at most as many as the nodes", () => {
    const redis = pods("redis", { count: 3, antiAffinity: awayFrom("redis") });
    expect(misfitsOf(situation([nodes("a", 3)], [redis]))).toEqual([]);
    expect(texts(situation([nodes("a", 2)], [redis]))).toEqual([
      "does not fit at maximum scale, the last pods stay Pending: of 3 pods of Deployment montage-ai/redis, which share no node, 2 nodes like a hold 2",
    ]);
  });

  test("anti-affinity holds for both sides, whichever of them says it", () => {
    const demands = [pods("web"), pods("worker", { antiAffinity: awayFrom("web") })];
    expect(kinds(situation([nodes("a", 1)], demands))).toEqual(["together"]);
    expect(misfitsOf(situation([nodes("a", 2)], demands))).toEqual([]);
  });

  test("anti-affinity to pods of another namespace needs that namespace's name", () => {
    const [term] = awayFrom("web");
    const worker = pods("worker", {
      namespace: "other",
      antiAffinity: term === undefined ? [] : [{ ...term, namespaces: ["montage-ai"] }],
    });
    expect(kinds(situation([nodes("a", 1)], [pods("web"), worker]))).toEqual(["together"]);
    const own = pods("worker", { namespace: "other", antiAffinity: awayFrom("web") });
    expect(misfitsOf(situation([nodes("a", 1)], [pods("web"), own]))).toEqual([]);
  });

  test("a hard spread over nodes is kept where that works, and never taken for a proof", () => {
    const web = (count: number) => pods("web", { count, hardSpread: HOST_SPREAD });
    expect(misfitsOf(situation([nodes("a", 4)], [web(10)]))).toEqual([]);
    const full = pods("full", {
      requests: { cpu: 3600 },
      place: { nodeSelector: { role: "full" } },
    });
    const pools = [nodes("full", 1, { labels: { role: "full" } }), nodes("free", 1)];
    expect(texts(situation(pools, [full, web(3)]))).toEqual([
      "may not fit at maximum scale: no placement of 1 pod of Deployment montage-ai/full, 3 pods of Deployment montage-ai/web on node full, node free was found, and none was proven impossible",
    ]);
  });

  test("pods on a volume of one node share the node, through other volumes as well", () => {
    const demands = [
      pods("web", { count: 4, nodeVolumes: ["input"] }),
      pods("worker", { count: 3, nodeVolumes: ["input", "output"] }),
      pods("sync", { count: 2, nodeVolumes: ["output"] }),
    ];
    expect(misfitsOf(situation([nodes("a", 2)], demands.slice(0, 2)))).toEqual([]);
    expect(texts(situation([nodes("a", 2)], demands))).toEqual([
      "a volume holds 4 pods of Deployment montage-ai/web, 3 pods of Deployment montage-ai/worker, 2 pods of Deployment montage-ai/sync on one node, and none has room for all of them (a: cpu 4500m of 4000m)",
    ]);
  });

  test("pods on one volume that no node accepts together", () => {
    const pools = ["x", "y"].map((role) => nodes(role, 1, { labels: { role } }));
    const demands = ["x", "y"].map((role) =>
      pods(role, { nodeVolumes: ["data"], place: { nodeSelector: { role } } }),
    );
    expect(texts(situation(pools, demands))).toEqual([
      "a volume holds 1 pod of Deployment montage-ai/x, 1 pod of Deployment montage-ai/y on one node, and no node accepts all of them",
    ]);
  });
});
