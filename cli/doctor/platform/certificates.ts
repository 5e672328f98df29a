import type { LiveObject } from "../../../inventory/live";
import {
  age,
  type Diagnoser,
  type Diagnosis,
  diagnosis,
  type Examination,
  kubectl,
} from "../examination";

/** What renews a certificate does so a third of its life before: https://cert-manager.io/docs/usage/certificate/#renewal */
const SOON_MS = 7 * 24 * 60 * 60_000;

/** Certificates that have ended, or end within a week: of servers, and of those that admission and APIs trust. */
export const certificates: Diagnoser = (examination) => {
  const { secrets, webhooks, apiServices } = examination.live;
  const trusted = new Map(
    [...webhooks, ...apiServices].map((object) => [`${object.kind} ${object.name}`, object]),
  );
  return [
    ...secrets.flatMap((secret) => ending(secret, secret.expires, examination)),
    ...[...trusted.values()].flatMap((object) => ending(object, object.caExpires, examination)),
  ];
};

function ending(
  object: LiveObject,
  expires: number | undefined,
  examination: Examination,
): readonly Diagnosis[] {
  const { now } = examination;
  if (expires === undefined || object.deleting !== undefined || expires > now + SOON_MS) return [];
  const over = expires <= now;
  const what = object.kind === "Secret" ? "its certificate" : "the authority that it trusts";
  const harm =
    object.kind === "Secret"
      ? "who checks it refuses the server"
      : "the API server refuses the answers of its owner";
  return [
    diagnosis(object, {
      id: "certificate-expired",
      severity: over ? "error" : "warning",
      cause: over
        ? `${what} ended ${age(now, expires)} ago: ${harm}`
        : `${what} ends in ${age(expires, now)}`,
      fix: "let what makes it renew it (cert-manager, the chart's own job, KEDA's and External Secrets' certificate controllers)",
      command:
        object.kind === "Secret"
          ? kubectl(examination, object.namespace, "describe", "secret", object.name)
          : kubectl(examination, undefined, "describe", object.kind.toLowerCase(), object.name),
    }),
  ];
}
