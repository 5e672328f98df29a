import { chosenApplication, imageTagOf } from "../../environments/applications";
import type { ApplicationSpec, EnvironmentSpec } from "../../environments/schema";

/** The application that tests speak of, which every environment here runs; others may be beside it. */
const NAME = "montage-ai";

/** This application in an environment. */
export function montageAiIn(spec: EnvironmentSpec): ApplicationSpec {
  return chosenApplication(spec, NAME);
}

/** The environment with this application changed; others stay as they are. */
export function withApplication(
  spec: EnvironmentSpec,
  changes: Partial<ApplicationSpec>,
): EnvironmentSpec {
  const applications = spec.applications.map((application) =>
    application.name === NAME ? { ...application, ...changes } : application,
  );
  return { ...spec, applications };
}

/** The environment with this application alone, also in its switches and fallbacks. */
export function montageAiAlone(spec: EnvironmentSpec): EnvironmentSpec {
  const application = montageAiIn(spec);
  const { fallbacks, switches } = spec;
  const requests = fallbacks?.reducedRequests[NAME];
  return {
    ...spec,
    applications: [application],
    switches: { ...switches, imageTags: { [NAME]: imageTagOf(spec, application) } },
    fallbacks: fallbacks && {
      ...fallbacks,
      reducedRequests: requests === undefined ? {} : { [NAME]: requests },
    },
  };
}
