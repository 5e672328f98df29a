import type { Alert } from "./alert";

/** Two looks and a half: one may be late, and a pod that moves starts with a look. */
const SILENT_SECONDS = 9000;
/** Time for a person to make a token and put it into Vault. */
const TOKEN_DAYS = 14;

/** What the image probe sees before a node does: modules/image-probe. */
export function imageAlerts(namespace: string): readonly Alert[] {
  const here = `namespace="${namespace}"`;
  const looked = `fluxibri_image_look_timestamp_seconds{${here}}`;
  return [
    {
      name: "ImageNotReadable",
      expr: `max by (image, outcome) (fluxibri_image_outcome{${here},outcome!="readable"}) == 1`,
      for: "15m",
      severity: "warning",
      summary: "A new node could not pull {{ $labels.image }}: {{ $labels.outcome }}",
      description:
        "Nodes that have the image go on. A node that comes, or one that has thrown it away, does not start a pod: unauthorized and forbidden mean the token, not-found the tag, unreachable the registry or the way to it.",
      runbook: `kubectl -n ${namespace} logs deployment/image-probe; it has the registry's words.`,
    },
    {
      name: "PullTokenEnds",
      expr: `min by (registry) (fluxibri_image_token_end_timestamp_seconds{${here}}) - time() < ${TOKEN_DAYS} * 86400`,
      for: "60m",
      severity: "warning",
      summary: "The token for {{ $labels.registry }} ends in {{ $value | humanizeDuration }}",
      description: "Afterwards no node pulls an image that it has not got.",
      runbook:
        "Make a new token with read:packages and put it into Vault (docs/operations/vault.md, section 4); it is in the cluster within the hour.",
    },
    {
      name: "ImageProbeSilent",
      // The probe runs in the app's image: where that cannot be pulled, there is no probe to report it.
      expr: `absent(${looked}) or time() - max(${looked}) > ${SILENT_SECONDS}`,
      for: "30m",
      severity: "warning",
      summary: "Image pulls are not probed",
      description:
        "The probe does not run, or Prometheus does not reach it. If its own image cannot be pulled, no new node can either.",
      runbook: `kubectl -n ${namespace} describe pod -l app.kubernetes.io/component=image-probe`,
    },
  ];
}
