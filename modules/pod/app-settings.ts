import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { deploymentMode } from "../../environments/cluster-mode";
import type { ApplicationSpec } from "../../environments/schema";
import { applicationLabels } from "../labels";

/** Variables by which the app's own Kubernetes jobs find the claims, by mount path. */
const CLAIM_VARIABLES: Readonly<Record<string, string>> = {
  "/data/input": "PVC_INPUT_NAME",
  "/data/output": "PVC_OUTPUT_NAME",
  "/data/music": "PVC_MUSIC_NAME",
  "/data/assets": "PVC_ASSETS_NAME",
};

export interface AppSettingsProps {
  readonly namespace: string;
  readonly application: ApplicationSpec;
  /** Image that the app gives to the jobs it submits. */
  readonly image: string;
  /** Tag of the app's image, with or without digest: the short commit that it was built from. */
  readonly imageTag: string;
  /**
   * Pull secret that the app gives to the jobs it submits.
   *
   * @default the environment has no credentials for a registry outside the cluster
   */
  readonly pullSecretName?: string;
  /** Names of the claims by mount path. */
  readonly claims: Readonly<Record<string, string>>;
  /** Service of the cgpu proxy. */
  readonly cgpuHost: string;
}

export interface AppSettingsOutputs {
  readonly name: string;
  /** Hash of all settings. */
  readonly checksum: string;
}

/** The app's settings: those of the data, and those that follow from the deployment. */
export class AppSettings extends Construct {
  readonly outputs: AppSettingsOutputs;

  constructor(scope: Construct, id: string, props: AppSettingsProps) {
    super(scope, id);
    const { namespace, application } = props;
    const data = {
      CLUSTER_NAMESPACE: namespace,
      // Also where it says the same as CLUSTER_MODE: without it the app takes every pod for a cluster.
      DEPLOYMENT_MODE: deploymentMode(application),
      IMAGE_FULL: props.image,
      ...(props.pullSecretName === undefined ? {} : { IMAGE_PULL_SECRET: props.pullSecretName }),
      ...claimVariables(props.claims),
      // The image does not say what it was built from, and a pod has no repository to ask.
      GIT_COMMIT: props.imageTag.replace(/@.*/, ""),
      ...cgpuVariables(props),
      // One timeout for every job: the smallest, so that no worker's termination grace is too short for it.
      JOB_TIMEOUT: String(
        Math.min(...application.workers.map((worker) => worker.jobTimeoutSeconds)),
      ),
      ...application.settings,
    };
    const settings = new ConfigMapV1(this, "settings", {
      metadata: {
        name: `${application.name}-settings`,
        namespace,
        labels: applicationLabels(application.name, "settings"),
      },
      data,
    });
    this.outputs = {
      name: settings.metadata.name,
      // Of the resource's attribute: a literal with references inside is rendered wrongly in a function.
      checksum: Fn.sha256(Fn.jsonencode(settings.data)),
    };
  }
}

/** Without the proxy the app shall not look for it either. */
function cgpuVariables({
  application: { cgpu },
  cgpuHost,
}: AppSettingsProps): Record<string, string> {
  return cgpu.enabled
    ? { CGPU_ENABLED: "true", CGPU_HOST: cgpuHost, CGPU_PORT: String(cgpu.port) }
    : { CGPU_ENABLED: "false" };
}

function claimVariables(claims: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(CLAIM_VARIABLES).flatMap(([mountPath, variable]) => {
      const claim = claims[mountPath];
      return claim === undefined ? [] : [[variable, claim]];
    }),
  );
}
