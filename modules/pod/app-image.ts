import type { ImageSource } from "../../environments/schema";

/** The in-cluster registry as the platform stack made it. */
export interface RegistryAddress {
  /** Address that nodes pull from, `host:port`. */
  readonly pullAddress: string;
}

/**
 * The app's image as nodes pull it. The in-cluster registry's address comes
 * from the stack that made it, so that no pod is made before there is one.
 *
 * @param variant end of the repository's name, e.g. `qsv`; by default the app's own image
 * @throws Error when images come from a registry that is not made
 */
export function appImage(
  source: ImageSource,
  tag: string,
  registry: RegistryAddress | undefined,
  variant?: string,
): string {
  const name = `${source.repository}${variant === undefined ? "" : `-${variant}`}:${tag}`;
  switch (source.kind) {
    case "registry":
      if (registry === undefined) {
        throw new Error("images come from the in-cluster registry, but the platform has none");
      }
      return `${registry.pullAddress}/${name}`;
    case "ghcr":
    case "external":
      return name;
    default:
      return source satisfies never;
  }
}
