import { CronJobV1 } from "@cdktf/provider-kubernetes/lib/cron-job-v1";
import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { Construct } from "constructs";
import { standardLabels } from "../labels";
import { containerSecurityContext, podSecurityContext } from "../pod/security-context";
import { claimVolume, emptyDirVolume } from "../pod/volumes";
import { GARBAGE_COLLECTION, PUSH, USER } from "./facts";
import { garbageCollectionSteps, RESULT_PATH } from "./garbage-collection-steps";
import { configFiles } from "./registry-server";
import { DATA_PATH } from "./server-config";

const LABELS = standardLabels("registry", GARBAGE_COLLECTION);

/** Seconds after which a run is given up; a full volume takes minutes. */
const DEADLINE_SECONDS = 3600;

export interface GarbageCollectionProps {
  readonly namespace: string;
  /** Cron syntax, UTC. */
  readonly schedule: string;
  readonly claimName: string;
  /** ConfigMap with the push server's configuration. */
  readonly configMapName: string;
  readonly nodeSelector: Readonly<Record<string, string>>;
}

/**
 * Frees the layers of deleted images. A layer that is uploaded while the
 * registry is swept belongs to no manifest yet and would be deleted, so pushes
 * are off meanwhile; pulls go on.
 * https://distribution.github.io/distribution/about/garbage-collection/
 */
export class GarbageCollection extends Construct {
  constructor(scope: Construct, id: string, props: GarbageCollectionProps) {
    super(scope, id);
    const { namespace } = props;
    const metadata = { name: GARBAGE_COLLECTION, namespace, labels: LABELS };
    new CronJobV1(this, "cron-job", {
      metadata,
      spec: {
        schedule: props.schedule,
        timezone: "Etc/UTC",
        concurrencyPolicy: "Forbid",
        startingDeadlineSeconds: 3600,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 3,
        jobTemplate: {
          metadata: { labels: LABELS },
          spec: {
            activeDeadlineSeconds: DEADLINE_SECONDS,
            // Each try runs all steps anew, the last of which is "pushes on".
            backoffLimit: 2,
            template: {
              metadata: { labels: LABELS },
              spec: this.pod(props, this.account(metadata)),
            },
          },
        },
      },
    });
  }

  private pod(props: GarbageCollectionProps, serviceAccountName: string) {
    const data = claimVolume("data", props.claimName, DATA_PATH);
    const result = emptyDirVolume("result", "1Mi", RESULT_PATH);
    const config = configFiles(props.configMapName);
    const { before, last } = garbageCollectionSteps(props.namespace, {
      data: data.mount,
      config: config.mount,
      result: result.mount,
    });
    const securityContext = containerSecurityContext(true);
    return {
      restartPolicy: "Never",
      serviceAccountName,
      automountServiceAccountToken: true,
      enableServiceLinks: false,
      securityContext: podSecurityContext(USER),
      nodeSelector: { ...props.nodeSelector },
      initContainer: before.map((step) => ({ ...step, securityContext })),
      container: [{ ...last, securityContext }],
      volume: [data.volume, result.volume, config.volume],
    };
  }

  /** May scale the push server and see pods, nothing else. */
  private account(metadata: Metadata): string {
    const account = new ServiceAccountV1(this, "account", {
      metadata,
      automountServiceAccountToken: false,
    });
    const role = new RoleV1(this, "role", {
      metadata,
      rule: [
        {
          apiGroups: ["apps"],
          resources: ["deployments"],
          resourceNames: [PUSH],
          verbs: ["get"],
        },
        {
          apiGroups: ["apps"],
          resources: ["deployments/scale"],
          resourceNames: [PUSH],
          verbs: ["get", "patch", "update"],
        },
        // Pods have generated names: no resourceNames here.
        { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] },
      ],
    });
    new RoleBindingV1(this, "role-binding", {
      metadata,
      roleRef: {
        apiGroup: "rbac.authorization.k8s.io",
        kind: "Role",
        name: role.metadata.name,
      },
      subject: [
        {
          kind: "ServiceAccount",
          name: account.metadata.name,
          namespace: account.metadata.namespace,
        },
      ],
    });
    return account.metadata.name;
  }
}

interface Metadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
}
