import type { ClusterClient } from "../../runtime/cluster-client";
import { type AnyObject, BROKEN, type Breakage, deploymentOf } from "./breakage";

const APP = "montage-ai";
const PAUSED = "autoscaling.keda.sh/paused";
const scaledObject = {
  apiVersion: "keda.sh/v1alpha1",
  kind: "ScaledObject",
  name: "montage-ai-worker-scaledobject",
  namespace: APP,
};
const quota = { apiVersion: "v1", kind: "ResourceQuota", name: APP, namespace: APP };

/** Autoscalers, releases, webhooks and what differs from the code. */
export const platformBreakages: readonly Breakage[] = [
  {
    objects: [],
    then: (client) => annotate(client, "true"),
    undo: (client) => annotate(client, null),
    id: "scaler-paused",
    object: `ScaledObject ${APP}/${scaledObject.name}`,
    cause: /autoscaling\.keda\.sh\/paused=true/,
  },
  {
    // Where KEDA looks: in other namespaces it has no rights.
    objects: [deploymentOf("unreached", {}, {}, APP), unreachable("unreached", APP)],
    id: "scaler-not-ready",
    object: `ScaledObject ${APP}/unreachable`,
    cause: /KEDA does not scale Deployment montage-ai\/unreached/,
  },
  {
    objects: [
      deploymentOf("scaled", {}),
      unreachable("scaled", BROKEN),
      {
        apiVersion: "autoscaling/v2",
        kind: "HorizontalPodAutoscaler",
        metadata: { name: "second", namespace: BROKEN },
        spec: {
          scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "scaled" },
          minReplicas: 1,
          maxReplicas: 2,
        },
      },
    ],
    id: "rule-autoscaler-ownership",
    object: "",
    cause: /scaled/,
  },
  {
    objects: [
      {
        apiVersion: "autoscaling/v2",
        kind: "HorizontalPodAutoscaler",
        metadata: { name: "aimless", namespace: BROKEN },
        spec: {
          scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "nowhere" },
          minReplicas: 1,
          maxReplicas: 2,
        },
      },
    ],
    id: "hpa-cannot-scale",
    object: `HorizontalPodAutoscaler ${BROKEN}/aimless`,
    cause: /scales? Deployment doctor\/nowhere/,
  },
  {
    objects: [revision("broken", "failed")],
    id: "release-failed",
    object: `HelmRelease ${BROKEN}/broken`,
    cause: /revision 1 failed .* ago/,
  },
  {
    objects: [revision("locked", "pending-upgrade")],
    id: "release-locked",
    object: `HelmRelease ${BROKEN}/locked`,
    cause: /is pending-upgrade/,
  },
  {
    objects: [
      {
        apiVersion: "v1",
        kind: "Service",
        metadata: { name: "webhook", namespace: BROKEN },
        spec: { selector: { app: "nobody" }, ports: [{ port: 443 }] },
      },
      {
        apiVersion: "admissionregistration.k8s.io/v1",
        kind: "ValidatingWebhookConfiguration",
        metadata: { name: "doctor-webhook" },
        webhooks: [
          {
            name: "doctor.fluxibri.ai",
            failurePolicy: "Fail",
            sideEffects: "None",
            admissionReviewVersions: ["v1"],
            clientConfig: { service: { name: "webhook", namespace: BROKEN, path: "/" } },
            // A kind that is never created: the webhook is never called.
            rules: [
              {
                apiGroups: ["doctor.fluxibri.ai"],
                apiVersions: ["v1"],
                operations: ["CREATE"],
                resources: ["nothings"],
              },
            ],
          },
        ],
      },
    ],
    id: "webhook-without-endpoints",
    object: "ValidatingWebhookConfiguration doctor-webhook",
    cause: /no ready pod is behind it\): what it checks cannot be created/,
  },
  {
    objects: [],
    then: (client) => client.merge(quota, { spec: { hard: { pods: "41" } } }),
    undo: (client) => client.merge(quota, { spec: { hard: { pods: "40" } } }),
    id: "drift-from-code",
    object: `ResourceQuota ${APP}/${APP}`,
    cause: /hard\.pods: code 40, live 41/,
  },
];

/** A ScaledObject whose Redis does not answer. */
function unreachable(name: string, namespace: string): AnyObject {
  return {
    apiVersion: "keda.sh/v1alpha1",
    kind: "ScaledObject",
    metadata: { name: "unreachable", namespace },
    spec: {
      scaleTargetRef: { name },
      triggers: [{ type: "redis", metadata: { address: "127.0.0.1:1", listName: "q" } }],
    },
  };
}

function annotate(client: ClusterClient, value: string | null): Promise<void> {
  return client.merge(scaledObject, { metadata: { annotations: { [PAUSED]: value } } });
}

/** What Helm leaves of a release, without its content. */
function revision(name: string, status: string): AnyObject {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: `sh.helm.release.v1.${name}.v1`,
      namespace: BROKEN,
      labels: { owner: "helm", name, status, version: "1" },
    },
    type: "helm.sh/release.v1",
  };
}
