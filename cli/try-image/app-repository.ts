import { z } from "zod";
import { sharedData } from "../../environments/files/shared-data";
import type { EnvironmentSpec } from "../../environments/schema";
import { images, outsideImages } from "../../environments/schema/images";

/**
 * Where the app's image is outside the cluster: the environment's own registry out
 * there, or else what environments share. It is read when it is asked for, so that
 * a fault in that file is an error of the data.
 *
 * @throws ConfigurationError when the file that environments share is wrong
 */
export function appRepository({ images: described }: EnvironmentSpec): string {
  const own = outsideImages(described);
  if (own !== undefined) return own.repository;
  return sharedData("shared", z.object({ ghcr: images.shape.ghcr.unwrap() })).ghcr.repository;
}
