import type { ApplicationSpec, EnvironmentSpec } from "../../environments/schema";
import { REDIS_IMAGE } from "../../modules/redis/image";
import type { Progress } from "../../runtime/progress";
import type { ContainerRuntime } from "./container-runtime";
import { startCheck } from "./start-check";
import { triedPods } from "./tried-pods";

/** What was started, and what of the app was not. */
export interface TriedImage {
  readonly image: string;
  readonly runtime: string;
  readonly pods: readonly string[];
  /** Workers with a variant of the image, and those that take one job. */
  readonly leftOut: readonly string[];
}

/** An image, and the environment that it is for. */
export interface TryImageProps {
  readonly spec: EnvironmentSpec;
  /** Whose image it is. */
  readonly application: ApplicationSpec;
  /** Where it is pulled from. */
  readonly repository: string;
  /** Tag, with or without digest. */
  readonly version: string;
  readonly runtime: ContainerRuntime;
  readonly say: Progress;
}

/**
 * Starts an image with the settings that an environment's pods would be
 * synthesized with, were its tag the one of the switches.
 *
 * @throws CommandFailure when it does not start
 */
export async function tryImage(props: TryImageProps): Promise<TriedImage> {
  const { spec, application, repository: from, version, runtime, say } = props;
  const image = imageReference(from, version);
  const imageTags = { ...spec.switches.imageTags, [application.name]: version };
  const tried = { ...spec, switches: { ...spec.switches, imageTags } };
  const { pods, leftOut } = triedPods(tried, application);
  const { repository, tag, digest } = REDIS_IMAGE;
  await startCheck({ runtime, image, redisImage: `${repository}:${tag}@${digest}`, pods, say });
  for (const name of leftOut) say(`${name}: not tried`);
  return { image, runtime: runtime.name, pods: pods.map(({ name }) => name), leftOut };
}

/** `repository:tag`, or `repository@digest` where the version has one: then exactly that content. */
function imageReference(repository: string, version: string): string {
  const [tag = "", digest] = version.split("@");
  return digest === undefined ? `${repository}:${tag}` : `${repository}@${digest}`;
}
