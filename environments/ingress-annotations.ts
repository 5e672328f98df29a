import type { IngressSpec } from "./schema";

const ALB = "alb.ingress.kubernetes.io";
const TRAEFIK = "traefik.ingress.kubernetes.io";

/** Annotations that the typed values of an Ingress write, whatever they are. */
export const OWNED_ANNOTATIONS: readonly string[] = [
  `${ALB}/certificate-arn`,
  `${ALB}/listen-ports`,
  `${ALB}/ssl-redirect`,
  `${ALB}/inbound-cidrs`,
  `${TRAEFIK}/router.tls`,
];

/**
 * Annotations for certificate and sources.
 * https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/
 * https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/ingress/
 */
export function ingressAnnotations({
  className,
  certificate,
  sources,
}: IngressSpec): Record<string, string> {
  return {
    ...(certificate?.kind === "acm"
      ? {
          [`${ALB}/certificate-arn`]: certificate.arn,
          [`${ALB}/listen-ports`]: '[{"HTTP":80},{"HTTPS":443}]',
          [`${ALB}/ssl-redirect`]: "443",
        }
      : {}),
    ...(sources === undefined ? {} : { [`${ALB}/inbound-cidrs`]: sources.join(",") }),
    ...(className === "traefik" && certificate !== undefined
      ? { [`${TRAEFIK}/router.entrypoints`]: "websecure", [`${TRAEFIK}/router.tls`]: "true" }
      : {}),
  };
}
