import type { Construct } from "constructs";
import type { ApplicationSpec, EnvironmentSpec } from "../environments/schema";
import type { NetworkPoliciesProps } from "../modules/network-policies/network-policies";
import type { AppRuntime } from "../modules/pod/app-runtime";
import { withReducedRequests } from "../modules/pod/requests";
import { WebService } from "../modules/web-service/web-service";

/** An application's web front, if it has one. @returns its address inside the cluster */
export function webFront(
  scope: Construct,
  { fallbacks }: EnvironmentSpec,
  application: ApplicationSpec,
  runtime: AppRuntime,
): string | undefined {
  const { web } = application;
  if (web === undefined) return undefined;
  const declared = { component: "web", resources: web.resources };
  const resources = withReducedRequests(application, declared, fallbacks);
  return new WebService(scope, "web", { web, resources, runtime }).outputs.url;
}

/** How the web front is reached, for the network policies; undefined where there is none. */
export function reachedFront({ web }: ApplicationSpec): NetworkPoliciesProps["web"] {
  return (
    web && {
      port: web.port,
      metrics: web.metricsPath !== undefined,
      ingress: web.ingress !== undefined,
    }
  );
}
