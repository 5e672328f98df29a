import { type QueueName, queueAdapter } from "../../queues";
import { graceSeconds } from "../../queues/adapter";

/**
 * Seconds between SIGTERM and SIGKILL that let a worker finish the job it
 * holds. SIGTERM is a warm shutdown: finish, then exit. There is no preStop
 * hook to add: with RQ a second SIGTERM would kill the job, and the time of any other
 * is taken from the same seconds.
 *
 * All that ends nodes must wait as long: see `NODE_LIMITS`.
 */
export function terminationGraceSeconds(queue: QueueName, jobTimeoutSeconds: number): number {
  return graceSeconds(queueAdapter(queue).grace, jobTimeoutSeconds);
}

/** Pulling an image of some GB, and Python's start: they count from the moment a node has taken the pod. */
const START_SECONDS = 600;

/**
 * Seconds after which a pod that takes one job has hung: the longest job, what
 * the queue adds to it, and the pod's start.
 */
export function oneJobDeadlineSeconds(queue: QueueName, jobTimeoutSeconds: number): number {
  return START_SECONDS + terminationGraceSeconds(queue, jobTimeoutSeconds);
}

/** Seconds that those who end nodes give a pod, whatever its own grace is. */
export const NODE_LIMITS = {
  /**
   * cluster-autoscaler's `max-graceful-termination-sec`, where it is not set.
   * https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md#what-are-the-parameters-to-ca
   */
  clusterAutoscaler: 600,
  /**
   * An update of an EKS managed node group: it fails when pods are still there, or kills them when it is forced.
   * https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html#managed-node-update-upgrade
   */
  eksUpdate: 900,
  /**
   * A node that AWS ends to balance the zones of an Auto Scaling group.
   * https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
   */
  zoneRebalance: 900,
  /** Between the notice and the end: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html */
  spot: 120,
  /**
   * Between the event and the end of a Capacity Block's instances, which is 30 minutes before the block's.
   * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/capacity-blocks-monitor.html
   */
  capacityBlock: 600,
} as const;
