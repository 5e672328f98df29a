import { z } from "zod";
import type { Get } from "../../inventory/cluster";
import type { LiveCluster } from "../../inventory/live";
import { amountOf } from "../../environments/quantity";
import { isSame, type QueueLength } from "./examination";

/** ScaledObjects that are asked for: each of their metrics is a request that KEDA takes to its queue. */
const MOST = 5;

const values = z.object({ items: z.array(z.object({ value: z.string() })) });

/**
 * What KEDA's metrics say of the queues of workloads that have no replicas: of
 * others the HPA says it. A metric that is not answered is left out.
 *
 * Source: https://keda.sh/docs/2.20/operate/metrics-server/
 */
export async function readQueueLengths(
  live: LiveCluster,
  get: Get,
): Promise<readonly QueueLength[]> {
  const idle = live.scalers
    .filter(({ kind, target }) => {
      const found = target && live.controllers.find((each) => isSame(each, target));
      return kind === "ScaledObject" && found?.wanted === 0;
    })
    .slice(0, MOST);
  const asked = idle.flatMap((scaler) => scaler.metrics.map((metric) => ({ scaler, metric })));
  const lengths = await Promise.all(
    asked.map(async ({ scaler, metric }) => {
      const selector = encodeURIComponent(`scaledobject.keda.sh/name=${scaler.name}`);
      const answer = await get(
        `/apis/external.metrics.k8s.io/v1beta1/namespaces/${scaler.namespace}/${metric}?labelSelector=${selector}`,
      );
      const items = "failure" in answer ? [] : (values.safeParse(answer.json).data?.items ?? []);
      return items.flatMap(({ value }) => {
        // Whole entries: a part of one would be a metric of another kind.
        const amount = amountOf("entries", value);
        return Number.isNaN(amount) ? [] : [{ scaler, metric, value: amount }];
      });
    }),
  );
  return lengths.flat();
}
