import { examine } from "../../../cli/doctor/examine";
import { readQueueLengths } from "../../../cli/doctor/queue-lengths";
import type { JsonObject } from "../../../inventory/json";
import { examinationOf, recorded, RECORDED_AT } from "../../support/doctor";

const QUEUE = "s0-redis-rq-queue-default";
/** The worker below its minimum, with the names of its metrics and a Deployment at 0. */
const deployment: JsonObject = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "worker", namespace: "app" },
  spec: {
    replicas: 0,
    selector: { matchLabels: { app: "worker" } },
    template: {
      metadata: { labels: { app: "worker" } },
      spec: { containers: [{ name: "a", image: "registry.example/worker:1" }] },
    },
  },
};
const objects = [...recorded("stands-still"), deployment].map((object) => {
  const isWorker =
    object.kind === "ScaledObject" && JSON.stringify(object.metadata).includes('"worker"');
  const status = typeof object.status === "object" ? object.status : {};
  return isWorker ? { ...object, status: { ...status, externalMetricNames: [QUEUE] } } : object;
});
const answering = (answer: { readonly json: unknown } | { readonly failure: string }) => {
  const asked: string[] = [];
  const get = (path: string) => {
    asked.push(path);
    return Promise.resolve(answer);
  };
  return { asked, get };
};
const metric = (value: string) => ({ json: { items: [{ metricName: QUEUE, value }] } });

test("of a workload at 0 KEDA is asked how long its queue is, and that is evidence", async () => {
  const examination = examinationOf(objects);
  const { asked, get } = answering(metric("6"));
  const queueLengths = await readQueueLengths(examination.live, get);
  expect(asked).toEqual([
    `/apis/external.metrics.k8s.io/v1beta1/namespaces/app/${QUEUE}?labelSelector=scaledobject.keda.sh%2Fname%3Dworker`,
  ]);
  const [found] = examine({ ...examination, queueLengths }).filter(
    ({ object }) => object === "ScaledObject app/worker",
  );
  expect(found?.id).toBe("scaler-stands-still");
  expect(found?.evidence).toContain(`metric ${QUEUE}: 6 now`);
});

test.each([
  ["a refusal", { failure: "forbidden" }],
  ["an answer of another shape", { json: { items: "none" } }],
  ["an empty queue", metric("0")],
])("%s adds no evidence", async (_, answer) => {
  const examination = examinationOf(objects);
  const queueLengths = await readQueueLengths(examination.live, answering(answer).get);
  const found = examine({ ...examination, queueLengths });
  expect(found.flatMap(({ evidence }) => evidence).filter((line) => /^metric /.test(line))).toEqual(
    [],
  );
});

describe("the Lease of KEDA's operator", () => {
  const lease = (name: string, namespace: string, secondsAgo: number): JsonObject => ({
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name, namespace },
    spec: { renewTime: new Date(RECORDED_AT - secondsAgo * 1000).toISOString() },
  });
  const stopped = (...leases: readonly JsonObject[]) =>
    examine(examinationOf([...objects, ...leases]))
      .filter(({ id }) => id === "control-loop-stopped")
      .map(({ object, cause }) => `${object}: ${cause}`);

  test("says that what ScaledObjects say of themselves is old", () => {
    expect(stopped(lease("operator.keda.sh", "keda", 600))).toEqual([
      expect.stringMatching(
        /^Lease keda\/operator\.keda\.sh: KEDA's operator has not said for 10 min that it is at work: no queue is looked at, and what .*ScaledObject worker.* say of themselves is as old$/,
      ),
    ]);
    expect(stopped(lease("operator.keda.sh", "keda", 10))).toEqual([]);
  });

  test("is held against the API server's: this machine's clock may be ahead of the cluster's", () => {
    const server = lease("apiserver-wlv32", "kube-system", 595);
    expect(stopped(lease("operator.keda.sh", "keda", 600), server)).toEqual([]);
    expect(stopped(lease("operator.keda.sh", "keda", 900), server)).toHaveLength(1);
  });
});
