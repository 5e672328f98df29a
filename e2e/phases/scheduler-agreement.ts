import assert from "node:assert/strict";
import type { V1Pod } from "@kubernetes/client-node";
import type { NodeContract } from "../../environments/nodes/node-contract";
import { type Pod, packs, type PackingVerdict } from "../../rules/capacity/packs";
import { nodeOf } from "../../testbed/nodes";
import type { ClusterClient } from "../../runtime/cluster-client";
import { waitFor } from "../../testbed/wait";
import { type Phase, testbedOf } from "../phase";
import { type PlacementCase, randomCases } from "../random-placements";

const CASES = 300;
const SEED = 20_261_124;
const NAMESPACE = "scheduler-agreement";
const TIMEOUT_MS = 180_000;
/** Requests to the API server at once. */
const PARALLEL = 16;

/**
 * The capacity rule's packer against the real scheduler. Where it says that all
 * pods fit, each is given to the scheduler with the node that the packer chose,
 * and must be placed there; where it says no, the scheduler places the pods as
 * it likes and at least one must stay Pending.
 */
export const schedulerAgreement: Phase = {
  name: "scheduler-agreement",
  title: "The capacity rule's verdict is the scheduler's, on random nodes and pods",
  run: async (e2e) => {
    const { client, release } = testbedOf(e2e);
    const cases = randomCases(CASES, SEED);
    const verdicts = cases.map(({ nodes, pods }) => packs(nodes, pods));
    await client.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } });
    await createNodes(client, cases, release);
    const pods = cases.flatMap((placement, index) => podsOf(placement, verdicts[index], index));
    await inParallel(pods, (pod) => client.create(pod));
    const placed = await settled(client, pods.length);
    const wrong = verdicts.flatMap((verdict, index) => {
      const mine = placed.filter(({ metadata }) => metadata?.labels?.["case"] === String(index));
      const pending = mine.filter(({ spec }) => spec?.nodeName === undefined).length;
      const disagrees =
        verdict.fits === "yes" ? pending > 0 : verdict.fits === "no" && pending === 0;
      return disagrees
        ? [`case ${index}: packer says ${verdict.fits}, ${pending} pods Pending`]
        : [];
    });
    await cleanUp(client, cases);
    assert.deepEqual(wrong, [], "cases in which they disagree");
    const count = (fits: PackingVerdict["fits"]) =>
      verdicts.filter((verdict) => verdict.fits === fits).length;
    return `${CASES} cases, ${pods.length} pods: ${count("yes")} fit, ${count("no")} do not, ${count("unknown")} undecided; no disagreement`;
  },
};

async function createNodes(
  client: ClusterClient,
  cases: readonly PlacementCase[],
  release: string,
): Promise<void> {
  const nodes = cases.flatMap((placement) => placement.nodes);
  await inParallel(nodes, (shape) => {
    const contract: NodeContract = {
      ...shape,
      architecture: shape.architecture === "arm64" ? "arm64" : "amd64",
      taints: shape.taints.map(({ key, value, effect }) => ({
        key,
        value,
        effect: effect === "NoSchedule" ? "NoSchedule" : "PreferNoSchedule",
      })),
      startupTaints: [],
      count: { min: 1, max: 1 },
      capacity: { "ephemeral-storage": 0, cpu: 0, memory: 0, pods: 0, ...shape.allocatable },
      allocatable: { "ephemeral-storage": 0, cpu: 0, memory: 0, pods: 0, ...shape.allocatable },
    };
    const node = nodeOf(contract, 1, release);
    return client.create({
      ...node,
      metadata: {
        ...node.metadata,
        name: shape.name,
        labels: { ...node.metadata?.labels, "kubernetes.io/hostname": shape.name },
      },
    });
  });
  // A new node carries a taint until the controller manager has seen it ready.
  await waitFor({ what: "the nodes to be ready", timeoutMs: TIMEOUT_MS }, async () => {
    const { items } = await client.core.listNode();
    const barred = items.filter(({ spec }) =>
      spec?.taints?.some(({ key }) => key.startsWith("node.kubernetes.io/")),
    );
    return items.length >= nodes.length && barred.length === 0 ? true : undefined;
  });
}

function podsOf(
  { pods }: PlacementCase,
  verdict: PackingVerdict | undefined,
  index: number,
): readonly V1Pod[] {
  return pods.map((pod, position) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `case-${index}-pod-${position}`,
      namespace: NAMESPACE,
      labels: { case: String(index) },
    },
    spec: {
      nodeSelector: { ...pod.nodeSelector },
      tolerations: (pod.tolerations ?? []).map((toleration) => ({ ...toleration })),
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: termsOf(
              pod,
              verdict?.fits === "yes" ? verdict.nodeOf[position] : undefined,
            ),
          },
        },
      },
      containers: [
        {
          name: "pause",
          image: "registry.k8s.io/pause:3.10.1",
          resources: {
            requests: {
              cpu: `${pod.requests["cpu"] ?? 0}m`,
              memory: String(pod.requests["memory"] ?? 0),
            },
          },
        },
      ],
      terminationGracePeriodSeconds: 0,
    },
  }));
}

/** The pod's own terms, each with the node that the packer chose; a term that is always true where it has none. */
function termsOf({ nodeAffinity }: Pod, node: string | undefined) {
  const terms = nodeAffinity ?? [
    { matchExpressions: [{ key: "kubernetes.io/os", operator: "Exists" }] },
  ];
  return terms.map(({ matchExpressions = [] }) => ({
    matchExpressions: matchExpressions.map(({ key, operator, values }) => ({
      key,
      operator,
      ...(values === undefined ? {} : { values: [...values] }),
    })),
    ...(node === undefined
      ? {}
      : { matchFields: [{ key: "metadata.name", operator: "In", values: [node] }] }),
  }));
}

/** Waits until the scheduler has looked at every pod. */
function settled(client: ClusterClient, count: number): Promise<readonly V1Pod[]> {
  return waitFor(
    { what: "the scheduler's verdicts", timeoutMs: TIMEOUT_MS, intervalMs: 1_000 },
    async () => {
      const { items } = await client.core.listNamespacedPod({ namespace: NAMESPACE });
      const judged = items.filter(
        ({ spec, status }) =>
          spec?.nodeName !== undefined ||
          status?.conditions?.some(({ reason }) => reason === "Unschedulable"),
      );
      return judged.length === count ? items : undefined;
    },
  );
}

async function cleanUp(client: ClusterClient, cases: readonly PlacementCase[]): Promise<void> {
  await client.remove({ apiVersion: "v1", kind: "Namespace", name: NAMESPACE });
  await waitFor({ what: `namespace ${NAMESPACE} to go`, timeoutMs: TIMEOUT_MS }, async () => {
    const found = await client.read({ apiVersion: "v1", kind: "Namespace", name: NAMESPACE });
    return found === undefined ? true : undefined;
  });
  const names = cases.flatMap(({ nodes }) => nodes.map(({ name }) => name));
  await inParallel(names, (name) => client.remove({ apiVersion: "v1", kind: "Node", name }));
}

/** Keeps the API server busy, not flooded. */
async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const run = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: PARALLEL }, run));
}
