import { Construct } from "constructs";
import { queueAdapter } from "../../queues";
import type { QueueConsumer } from "../../queues/adapter";
import type { AppRuntime } from "../pod/app-runtime";
import { programDeployment } from "../pod/program-deployment";
import { programVariables, readerVariables, redisUrl } from "../pod/variable";
import { emptyDirVolume, evictableAnnotations } from "../pod/volumes";
import { DeletionCostAccess } from "./deletion-cost-access";

/** Deployment, service account and component of the keeper. */
export const DELETION_COST_KEEPER = "deletion-cost";

/** Between two looks at Redis; the HPA looks every 15 s and takes one pod a minute. */
const INTERVAL_SECONDS = 5;

/** Touched after each complete look. */
const LOOKED = emptyDirVolume("looked", "1Mi", "/looked");
const LOOKED_FILE = `${LOOKED.mount.mountPath}/last`;

/**
 * Ready means: keeps the costs. Neither Redis nor the API server has to refuse
 * anything for that to end; where a network policy drops the packets, the program
 * waits and tries again, and nothing else would tell.
 */
const READINESS = {
  exec: { command: ["sh", "-c", `find ${LOOKED_FILE} -mmin -5 | grep -q .`] },
  periodSeconds: 30,
  timeoutSeconds: 5,
};

/** Python with the redis library: 30 MB. */
const RESOURCES = {
  requests: { cpu: "20m", memory: "64Mi" },
  limits: { cpu: "200m", memory: "128Mi" },
} as const;

export interface DeletionCostProps {
  /** Those whose Deployment is scaled in. */
  readonly workers: readonly QueueConsumer[];
  readonly runtime: AppRuntime;
}

/**
 * Tells the ReplicaSet controller which workers are in a job, so that idle ones
 * go first at scale-in. The program runs in the app's image, which has Python
 * and the redis library and is on the nodes already, and comes from a ConfigMap.
 */
export class DeletionCost extends Construct {
  constructor(scope: Construct, id: string, { workers, runtime }: DeletionCostProps) {
    super(scope, id);
    const access = new DeletionCostAccess(this, "access", {
      application: runtime.application,
      namespace: runtime.namespace,
      name: DELETION_COST_KEEPER,
      components: workers.map(({ name }) => name),
    });
    programDeployment(this, "keeper", {
      name: DELETION_COST_KEEPER,
      file: "modules/deletion-cost/keep_deletion_cost.py",
      modules: { queue_library: queueAdapter(runtime.queue).program },
      runtime,
      container: {
        name: "keeper",
        env: variables(workers, runtime),
        resources: RESOURCES,
        readinessProbe: READINESS,
      },
      volumes: [LOOKED],
      annotations: evictableAnnotations([LOOKED]),
      serviceAccountName: access.serviceAccountName,
      dependsOn: [access.binding],
    });
  }
}

function variables(
  workers: readonly QueueConsumer[],
  { application, namespace, redis, queue }: AppRuntime,
) {
  const { asksByWriting, redisUrl: url, ...adapter } = queueAdapter(queue);
  const components = workers.map(({ name }) => name).join(",");
  return [
    { name: "NAMESPACE", value: namespace },
    {
      name: "POD_SELECTOR",
      value: `app.kubernetes.io/name=${application},app.kubernetes.io/component in (${components})`,
    },
    { name: "QUEUES", value: [...new Set(workers.flatMap(({ queues }) => queues))].join(",") },
    { name: "REDIS_HOST", value: redis.host },
    { name: "REDIS_PORT", value: String(redis.port) },
    ...readerVariables(redis),
    ...programVariables(adapter.programVariables(workers)),
    ...(asksByWriting ? redisUrl(url, redis) : []),
    { name: "INTERVAL_SECONDS", value: String(INTERVAL_SECONDS) },
    { name: "LOOKED_FILE", value: LOOKED_FILE },
    { name: "PYTHONUNBUFFERED", value: "1" },
  ];
}
