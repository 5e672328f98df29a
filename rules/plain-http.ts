import { applicationPath } from "../environments/applications";
import { environmentFile } from "../environments/environment-file";
import { isProtected } from "../environments/protection";
import type { ApplicationSpec, EnvironmentSpec, IngressSpec } from "../environments/schema";
import type { Finding, Rule } from "./engine/rule";

const id = "plain-http";
const SCHEME = "alb.ingress.kubernetes.io/scheme";

export const plainHttp: Rule = {
  id,
  title: "A protected environment is reached over TLS, by those it is for",
  why: "The web front asks for no login. Over plain HTTP, footage and results can be read and changed on the way, and a load balancer that the internet reaches serves whoever finds it. Where only a private network reaches it, that is a decision of somebody, and is written down.",
  severity: "warning",
  remedy:
    "Name the certificate (`web.ingress.certificate`) and the addresses that may ask (`sources`) in the application's data; an ALB then redirects HTTP to HTTPS. Until there is a certificate, accept the finding by name (object `Setting applications[<name>].web.ingress.certificate`), and say who brings it.",
  needsEnvironment: true,
  check: (_inventory, spec) =>
    spec === undefined || !isProtected(spec)
      ? []
      : spec.applications.flatMap((application, index) => {
          const ingress = application.web?.ingress;
          return ingress === undefined ? [] : checkIngress(ingress, { application, index }, spec);
        }),
};

function checkIngress(
  ingress: IngressSpec,
  { application, index }: { readonly application: ApplicationSpec; readonly index: number },
  { name }: EnvironmentSpec,
): readonly Finding[] {
  const file = environmentFile(name, ["applications", index, "web", "ingress"]);
  const found = (member: "certificate" | "sources", message: string, fix: string): Finding => ({
    rule: id,
    severity: "warning",
    object: `Setting ${applicationPath(application, `web.ingress.${member}`)}`,
    place: { kind: "file", file },
    message,
    fix,
  });
  const open = ingress.annotations[SCHEME] === "internet-facing" && ingress.sources === undefined;
  return [
    ...(ingress.certificate === undefined
      ? [
          found(
            "certificate",
            `is absent: ${ingress.host} is served over plain HTTP`,
            ingress.className === "alb"
              ? 'certificate: { kind: "acm", arn: "arn:aws:acm:…" } (aws acm list-certificates)'
              : 'certificate: { kind: "secret", secretName: "…" }, a Secret of type kubernetes.io/tls',
          ),
        ]
      : []),
    ...(open
      ? [
          found(
            "sources",
            `is absent, and the load balancer is internet-facing: ${ingress.host} answers everybody, without a login`,
            'name the ranges that may ask, sources: ["203.0.113.0/24"]; or scheme internal',
          ),
        ]
      : []),
  ];
}
