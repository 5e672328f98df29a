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
 * @throws Error when images come from a registry that nobody made
 */
export function appImage(
  source: ImageSource,
  tag: string,
  registry: RegistryAddress | undefined,
): string {
  switch (source.kind) {
    case "registry":
      if (registry === undefined) {
        throw new Error("images come from the in-cluster registry, but the platform has none");
      }
      return `${registry.pullAddress}/${source.repository}:${tag}`;
    case "ghcr":
      return `${source.repository}:${tag}`;
    default:
      return source satisfies never;
  }
}
