import { successorName } from "../../environments/claim-names";
import type {
  ApplicationSpec,
  EnvironmentSpec,
  ImageSource,
  RegistrySpec,
} from "../../environments/schema";
import { outsideImages } from "../../environments/schema/images";
import type { SubmittedJobs } from "./submitted-jobs";

/**
 * What an application may submit in an environment, from the data: what is written into a policy
 * must be known before anything is made. Undefined where it submits nothing.
 */
export function submissionsOf(
  application: ApplicationSpec,
  { registry, switches }: EnvironmentSpec,
): SubmittedJobs | undefined {
  const { submission, images } = application;
  if (submission === undefined) return undefined;
  const sources = [images.registry, images.ghcr, images.external];
  return {
    ...submission,
    application: application.name,
    // Of all sources that the environment can switch to: Jobs of the one before are still to be deleted.
    repositories: sources.flatMap((source) =>
      source === undefined ? [] : [repositoryOf(source, registry)],
    ),
    claims: application.claims.flatMap(({ name }) =>
      switches.claimMoves[name] === undefined ? [name] : [name, successorName(name)],
    ),
    pullSecretName: outsideImages(images)?.pullSecretName,
  };
}

/** The app's own image as nodes pull it, without tag. */
function repositoryOf(source: ImageSource, registry: RegistrySpec | undefined): string {
  return source.kind === "registry"
    ? `127.0.0.1:${registry?.nodePort}/${source.repository}`
    : source.repository;
}
