import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { Construct } from "constructs";
import { selectorLabels, standardLabels } from "../labels";
import { passwordVariable, pullSecrets, type AppRuntime } from "../pod/app-runtime";
import { placementByRole } from "../pod/placement";
import { type PythonProgram, pythonProgram } from "../pod/python-program";
import { containerSecurityContext, podSecurityContext } from "../pod/security-context";
import { emptyDirVolume, evictableAnnotations } from "../pod/volumes";
import { ENDS_WITH_LOG } from "../pod/wait-for-redis";
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

/** A worker whose Deployment is scaled in, as the keeper knows it. */
export interface ScaledInWorker {
  /** `app.kubernetes.io/component` of its pods. */
  readonly name: string;
  /** RQ queues that it takes jobs from. */
  readonly queues: readonly string[];
}

export interface DeletionCostProps {
  readonly workers: readonly ScaledInWorker[];
  readonly runtime: AppRuntime;
}

/**
 * Tells the ReplicaSet controller which workers are in a job, so that idle ones
 * go first at scale-in. The program runs in the app's image, which has Python
 * and the redis library and is on the nodes already, and comes from a ConfigMap.
 */
export class DeletionCost extends Construct {
  constructor(scope: Construct, id: string, props: DeletionCostProps) {
    super(scope, id);
    const { namespace } = props.runtime;
    const access = new DeletionCostAccess(this, "access", {
      namespace,
      name: DELETION_COST_KEEPER,
      components: props.workers.map(({ name }) => name),
    });
    const program = pythonProgram(this, {
      name: DELETION_COST_KEEPER,
      namespace,
      labels: LABELS,
      file: "modules/deletion-cost/keep_deletion_cost.py",
    });
    this.keeper(props, access, program);
  }

  private keeper(
    { workers, runtime }: DeletionCostProps,
    access: DeletionCostAccess,
    program: PythonProgram,
  ) {
    const { nodeSelector, toleration } = placementByRole(runtime.nodes, "web");
    const selector = selectorLabels("deletion-cost", DELETION_COST_KEEPER);
    new DeploymentV1(this, "keeper", {
      dependsOn: [...runtime.guards, access.binding],
      metadata: { name: DELETION_COST_KEEPER, namespace: runtime.namespace, labels: LABELS },
      spec: {
        replicas: "1",
        revisionHistoryLimit: 3,
        selector: { matchLabels: selector },
        // Costs stay while there is none, so none is needed beside the old one.
        strategy: { type: "Recreate" },
        template: {
          metadata: {
            labels: LABELS,
            annotations: {
              ...program.annotations,
              ...evictableAnnotations([LOOKED]),
            },
          },
          spec: {
            serviceAccountName: access.serviceAccountName,
            automountServiceAccountToken: true,
            enableServiceLinks: false,
            securityContext: podSecurityContext(runtime.user),
            imagePullSecrets: pullSecrets(runtime),
            nodeSelector,
            toleration,
            container: [
              {
                name: "keeper",
                image: runtime.image,
                imagePullPolicy: "IfNotPresent",
                command: program.command,
                env: variables(workers, runtime),
                resources: RESOURCES,
                terminationMessagePolicy: ENDS_WITH_LOG,
                securityContext: containerSecurityContext(true),
                readinessProbe: READINESS,
                volumeMount: [program.mount, LOOKED.mount],
              },
            ],
            volume: [program.volume, LOOKED.volume],
          },
        },
      },
      // Workers scale without it as well: nobody's apply shall fail for it. An alert tells.
      waitForRollout: false,
    });
  }
}

const LABELS = standardLabels("deletion-cost", DELETION_COST_KEEPER);

function variables(workers: readonly ScaledInWorker[], { namespace, redis }: AppRuntime) {
  const components = workers.map(({ name }) => name).join(",");
  return [
    { name: "NAMESPACE", value: namespace },
    {
      name: "POD_SELECTOR",
      value: `app.kubernetes.io/name=montage-ai,app.kubernetes.io/component in (${components})`,
    },
    { name: "QUEUES", value: [...new Set(workers.flatMap(({ queues }) => queues))].join(",") },
    { name: "REDIS_HOST", value: redis.host },
    { name: "REDIS_PORT", value: String(redis.port) },
    ...passwordVariable("REDIS_PASSWORD", redis),
    { name: "INTERVAL_SECONDS", value: String(INTERVAL_SECONDS) },
    { name: "LOOKED_FILE", value: LOOKED_FILE },
    { name: "PYTHONUNBUFFERED", value: "1" },
  ];
}
