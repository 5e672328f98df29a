import { readFileSync, writeFileSync } from "node:fs";

/** Context of every kubeconfig that a testbed writes. */
export const TESTBED_CONTEXT = "testbed";

/** Who a client of the API server is. */
export type Identity =
  | { readonly kind: "certificate"; readonly certificate: string; readonly key: string }
  | { readonly kind: "token"; readonly token: string };

export interface KubeconfigProps {
  /** `https://127.0.0.1:PORT`. */
  readonly server: string;
  /** File of the API server's authority. */
  readonly ca: string;
  readonly identity: Identity;
}

/** Writes a kubeconfig that needs no other file. It is JSON, which is YAML too. */
export function writeKubeconfig(file: string, { server, ca, identity }: KubeconfigProps): void {
  const name = TESTBED_CONTEXT;
  const content = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { server, "certificate-authority-data": base64(ca) } }],
    users: [{ name, user: userOf(identity) }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
  };
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
}

function userOf(identity: Identity): object {
  switch (identity.kind) {
    case "certificate":
      return {
        "client-certificate-data": base64(identity.certificate),
        "client-key-data": base64(identity.key),
      };
    case "token":
      return { token: identity.token };
    default:
      return identity satisfies never;
  }
}

function base64(file: string): string {
  return readFileSync(file).toString("base64");
}
