import type { GetText } from "../../inventory/cluster";
import { groupBy } from "../../inventory/group-by";
import type { ContainerState, LiveCluster, LivePod } from "../../inventory/live";
import { isCrashLooping } from "./containers";
import { type CrashLog, rootOwner } from "./examination";

/** Logs that are read; where everything crashes, some of them show it. */
const MOST_LOGS = 20;
const LINES = 60;
const BYTES = 32 * 2 ** 10;

/**
 * What containers that end again and again wrote last, one for each workload and
 * container: replicas say the same. Reading it needs `pods/log`; where that is
 * refused, or the node has dropped the log, the message in the pod's status is
 * all there is.
 */
export async function readCrashLogs(
  live: LiveCluster,
  getText: GetText,
): Promise<readonly CrashLog[]> {
  const crashing = live.pods
    .filter(({ deleting }) => deleting === undefined)
    .flatMap((pod) =>
      pod.containers.filter(isCrashLooping).map((container) => ({ pod, container })),
    );
  const firsts = [
    ...groupBy(crashing, ({ pod, container }) => {
      const { kind, name } = rootOwner({ live }, pod);
      return [pod.namespace, kind, name, container.name].join(" ");
    }).values(),
  ].flatMap(([first]) => (first === undefined ? [] : [first]));
  const logs = await Promise.all(
    firsts.slice(0, MOST_LOGS).map(async ({ pod, container }) => {
      const answer = await getText(pathOf(pod, container));
      return "failure" in answer
        ? []
        : [
            {
              namespace: pod.namespace,
              pod: pod.name,
              container: container.name,
              text: answer.text,
            },
          ];
    }),
  );
  return logs.flat();
}

/** Of the run before, while the container waits for the next or is in it. */
function pathOf({ namespace, name }: LivePod, container: ContainerState): string {
  const query = new URLSearchParams({
    container: container.name,
    tailLines: String(LINES),
    limitBytes: String(BYTES),
    previous: String(container.terminated === undefined),
  });
  return `/api/v1/namespaces/${namespace}/pods/${name}/log?${query.toString()}`;
}
