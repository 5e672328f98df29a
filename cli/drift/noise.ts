import type { Inventory } from "../../inventory/model";
import type { FieldDifference } from "./differences";

/** An object of a release. */
export interface ManifestObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
}

/** What controllers write over a chart's manifest: no drift. */
export interface Noise {
  readonly kinds: RegExp;
  readonly path: RegExp;
  readonly because: string;
  /** @default always */
  readonly when?: (object: ManifestObject, live: Inventory) => boolean;
}

const NOISE: readonly Noise[] = [
  {
    kinds: /^(ValidatingWebhookConfiguration|MutatingWebhookConfiguration)$/,
    path: /^webhooks\.[^ ]+\.clientConfig\.caBundle$/,
    because: "KEDA, External Secrets and Prometheus' operator put their own authority in",
  },
  {
    kinds: /^APIService$/,
    path: /^spec\.(caBundle|insecureSkipTLSVerify)$/,
    because: "KEDA's operator puts its own authority in",
  },
  {
    kinds: /^CustomResourceDefinition$/,
    path: /^spec\.conversion\.webhook\.clientConfig\.caBundle$/,
    because: "External Secrets' certificate controller puts its own authority in",
  },
  {
    kinds: /^CustomResourceDefinition$/,
    path: /^status(\.|$)/,
    because: "the status is the API server's",
  },
  {
    kinds: /^(Deployment|StatefulSet|ReplicaSet)$/,
    path: /^spec\.replicas$/,
    because: "an autoscaler decides on the replicas",
    when: ({ kind, namespace, name }, { autoscalers }) =>
      autoscalers.some(
        (autoscaler) =>
          autoscaler.namespace === namespace &&
          autoscaler.target.kind === kind &&
          autoscaler.target.name === name,
      ),
  },
  {
    kinds: /^Secret$/,
    path: /^(data|stringData)(\.|$)/,
    because: "certificate controllers fill their charts' empty Secrets",
    when: ({ name }) => /(webhook|admission|certs?|tls)/.test(name),
  },
  {
    kinds: /^ClusterRole$/,
    path: /^rules(\.|$)/,
    because: "the rules of an aggregated role are the controller manager's",
    when: ({ name }) => name.endsWith("aggregated"),
  },
];

/** Whether a difference is a controller's work. */
export function isNoise(
  object: ManifestObject,
  { path }: FieldDifference,
  live: Inventory,
): boolean {
  return NOISE.some(
    (noise) =>
      noise.kinds.test(object.kind) &&
      noise.path.test(path) &&
      (noise.when === undefined || noise.when(object, live)),
  );
}
