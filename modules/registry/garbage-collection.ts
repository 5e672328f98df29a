import { CronJobV1 } from "@cdktf/provider-kubernetes/lib/cron-job-v1";
import { Construct } from "constructs";
import { standardLabels } from "../labels";
import { type PythonProgram, pythonProgram } from "../pod/python-program";
import { containerSecurityContext, podSecurityContext } from "../pod/security-context";
import { claimVolume, emptyDirVolume } from "../pod/volumes";
import { GARBAGE_COLLECTION, USER } from "./facts";
import { GarbageCollectionAccount } from "./garbage-collection-account";
import { garbageCollectionSteps, RESULT_PATH } from "./garbage-collection-steps";
import { configFiles } from "./registry-server";
import { DATA_PATH } from "./server-config";

const LABELS = standardLabels("registry", GARBAGE_COLLECTION);

/** Seconds after which a run is given up; a full volume takes minutes. */
const DEADLINE_SECONDS = 3600;

/** A reference and its objects are some hundred bytes: tens of thousands of images. */
const RESULT_SIZE = "64Mi";

export interface GarbageCollectionProps {
  readonly namespace: string;
  /** Cron syntax, UTC. */
  readonly schedule: string;
  /** Images of each repository that stay by their age, beside those that the cluster names. */
  readonly keepNewest: number;
  readonly claimName: string;
  /** ConfigMap with the push server's configuration. */
  readonly configMapName: string;
  readonly nodeSelector: Readonly<Record<string, string>>;
}

/**
 * Deletes the images that the cluster's objects do not name and that are not among the newest, and
 * frees their layers and those of images that people deleted. A layer that is uploaded while the
 * registry is swept belongs to no manifest yet and would be deleted, so pushes
 * are off meanwhile; pulls go on.
 * https://distribution.github.io/distribution/about/garbage-collection/
 */
export class GarbageCollection extends Construct {
  constructor(scope: Construct, id: string, props: GarbageCollectionProps) {
    super(scope, id);
    const { namespace } = props;
    const metadata = { name: GARBAGE_COLLECTION, namespace, labels: LABELS };
    const program = pythonProgram(this, {
      ...metadata,
      file: "modules/registry/retain_images.py",
      modules: { image_references: "modules/registry/image_references.py" },
    });
    const account = new GarbageCollectionAccount(this, "account", { namespace });
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
              spec: this.pod(props, program, account.serviceAccountName),
            },
          },
        },
      },
    });
  }

  private pod(props: GarbageCollectionProps, program: PythonProgram, serviceAccountName: string) {
    const data = claimVolume("data", props.claimName, DATA_PATH);
    const result = emptyDirVolume("result", RESULT_SIZE, RESULT_PATH);
    const config = configFiles(props.configMapName);
    const { before, last } = garbageCollectionSteps({
      namespace: props.namespace,
      keepNewest: props.keepNewest,
      programPath: program.mount.mountPath,
      mounts: {
        data: data.mount,
        config: config.mount,
        result: result.mount,
        program: program.mount,
      },
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
      volume: [data.volume, result.volume, config.volume, program.volume],
    };
  }
}
