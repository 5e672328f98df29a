import type { Construct } from "constructs";
import type { ApplicationSpec, EnvironmentSpec } from "../environments/schema";
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
