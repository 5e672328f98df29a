import { ingressAnnotations, OWNED_ANNOTATIONS } from "../ingress-annotations";
import type { ClusterSpec, IngressSpec } from "../schema";
import { applicationPath } from "../applications";
import { ofApplication } from "./of-application";
import type { Mismatch, Relation } from "./relation";

type Path = Mismatch["path"];

const ingressFitsItsController = ofApplication({
  needs: ["cluster"],
  check: (application, at, { cluster }) => {
    const ingress = application.web?.ingress;
    const path = at("web", "ingress");
    return ingress === undefined
      ? []
      : [
          ...certificateFits(ingress, path),
          ...certificateIsHere(ingress, cluster, path),
          ...written(ingress, path, applicationPath(application, "web.ingress.certificate")),
        ];
  },
});

function certificateFits(
  { className, certificate, sources }: IngressSpec,
  path: Path,
): readonly Mismatch[] {
  const found: Mismatch[] = [];
  const alb = className === "alb";
  if (certificate !== undefined && alb !== (certificate.kind === "acm")) {
    found.push({
      path: [...path, "certificate", "kind"],
      message: alb
        ? "an ALB takes no certificate from a Secret"
        : `class ${className} takes no certificate of AWS Certificate Manager`,
      fix: alb
        ? '{ kind: "acm", arn: "arn:aws:acm:…" }'
        : '{ kind: "secret", secretName: "…" }, a Secret of type kubernetes.io/tls',
    });
  }
  if (sources !== undefined && !alb) {
    found.push({
      path: [...path, "sources"],
      message: `has no effect with class ${className}: an ALB alone takes addresses from its Ingress`,
      fix: "remove it, and bound the addresses at the controller or its network (traefik: a middleware ipAllowList)",
    });
  }
  return found;
}

/**
 * A load balancer takes certificates of its own region only.
 * https://docs.aws.amazon.com/acm/latest/userguide/acm-regions.html
 */
function certificateIsHere(
  { certificate }: IngressSpec,
  cluster: ClusterSpec,
  path: Path,
): readonly Mismatch[] {
  if (certificate?.kind !== "acm" || cluster.kind !== "eks") return [];
  const region = certificate.arn.split(":")[3];
  if (region === cluster.region) return [];
  return [
    {
      path: [...path, "certificate", "arn"],
      message: `is in ${region}, the cluster and its load balancer are in ${cluster.region}`,
      fix: `request or import the certificate in ${cluster.region}, and write its ARN`,
    },
  ];
}

/** One value with two places would be whichever is written last. */
function written(ingress: IngressSpec, path: Path, certificate: string): readonly Mismatch[] {
  const ours = new Set([...OWNED_ANNOTATIONS, ...Object.keys(ingressAnnotations(ingress))]);
  return Object.keys(ingress.annotations)
    .filter((annotation) => ours.has(annotation))
    .map((annotation) => ({
      path: [...path, "annotations", annotation],
      message: "follows from certificate and sources",
      fix: `remove it, and set ${certificate} or sources`,
    }));
}

export const ingressRelations: readonly Relation[] = [ingressFitsItsController];
