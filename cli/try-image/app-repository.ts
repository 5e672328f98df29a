import { ConfigurationError } from "../../environments/errors";
import type { ApplicationSpec } from "../../environments/schema";
import { outsideImages } from "../../environments/schema/images";

/**
 * Where an application's image is outside the cluster: its own registry out there,
 * or else where its builds are published.
 *
 * @throws ConfigurationError when its data names neither
 */
export function appRepository({ name, images, published }: ApplicationSpec): string {
  const repository = outsideImages(images)?.repository ?? published;
  if (repository !== undefined) return repository;
  throw new ConfigurationError([
    {
      file: "command line",
      path: "--from",
      value: undefined,
      message: `the data of ${name} names no repository outside the cluster`,
      fix: "name it with --from, or write it as published into the application's data",
    },
  ]);
}
