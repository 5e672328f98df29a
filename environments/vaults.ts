import { fileOfValue } from "./environment-file";
import type { ConfigurationIssue } from "./errors";
import type { EnvironmentSpec, VaultSpec } from "./schema";

interface Shared {
  readonly key: "folder" | "role";
  readonly message: string;
  readonly fix: string;
}

/**
 * Environments that could read the keys of one before them: who holds one cluster
 * would have the credentials of the other. Both ways, since it does not matter which of
 * them is protected.
 */
export function vaultClashes(specs: readonly EnvironmentSpec[]): readonly ConfigurationIssue[] {
  return specs.flatMap(({ name, vault }, index) => {
    if (vault === undefined) return [];
    return specs.slice(0, index).flatMap((other) =>
      sharedWith(vault, other).map(({ key, message, fix }) => ({
        file: fileOfValue(name, ["vault", key], vault[key]),
        path: `vault.${key}`,
        value: vault[key],
        message,
        fix,
      })),
    );
  });
}

function sharedWith(vault: VaultSpec, { name, vault: other }: EnvironmentSpec): readonly Shared[] {
  if (other === undefined || sameServer(vault.server) !== sameServer(other.server)) return [];
  const [one, another] = [vault, other].map(({ kvPath, folder }) => `${kvPath}/${folder}/`);
  const shared: Shared[] = [];
  if (one?.startsWith(another ?? "") || another?.startsWith(one ?? "")) {
    shared.push({
      key: "folder",
      message: `holds keys of ${name} as well (${other.folder}): one environment would read the other's`,
      fix: "name a folder of its own, neither above nor below that one",
    });
  }
  if (vault.authMountPath === other.authMountPath && vault.role === other.role) {
    shared.push({
      key: "role",
      message: `is the role of ${name} at the same mount: it reads the keys of both`,
      fix: "give each environment a role and a policy of its own",
    });
  }
  return shared;
}

/** Host names have no case, and a URL may end in a slash. */
function sameServer(url: string): string {
  return url.toLowerCase().replace(/\/+$/, "");
}
