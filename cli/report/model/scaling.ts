/** The way from jobs to replicas to nodes of one worker. */
export interface ScalingPath {
  readonly application: string;
  readonly worker: string;
  /** The ScaledObject's formula, or its triggers where it has none. */
  readonly formula: string;
  /** What the formula's value is divided by. */
  readonly target: string;
  readonly min: number;
  readonly max: number;
  /** Jobs that other workers of the queue take before it joins; 0 where it does not join others. */
  readonly others: number;
  /** By number of jobs, rising by one. */
  readonly points: readonly ScalingPoint[];
}

export interface ScalingPoint {
  /** Jobs of its queue: {@link ScalingPath.others} of them run on other workers, the rest waits. */
  readonly jobs: number;
  /** What the HPA settles at. */
  readonly replicas: number;
  /** Nodes of the whole cluster, all other autoscaled workloads at their minimum; undefined: not all pods have a place. */
  readonly nodes: number | undefined;
}
