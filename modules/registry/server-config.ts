import { stringify } from "yaml";
import { PORT } from "./facts";

export const DATA_PATH = "/var/lib/registry";
export const CONFIG_PATH = "/etc/registry";
export const CONFIG_FILE = "config.yml";
export const CREDENTIALS_PATH = "/etc/registry-credentials";
export const CREDENTIALS_FILE = "htpasswd";

/**
 * 3.x sends traces to localhost:4318 unless told otherwise, and logs an error for each batch that nobody takes.
 * Docker's image sets this itself, the project's own (distribution/distribution) does not.
 */
export const REGISTRY_ENV = [{ name: "OTEL_TRACES_EXPORTER", value: "none" }] as const;

/** Seconds that a stopping server gives running uploads. */
export const DRAIN_SECONDS = 60;

/**
 * Both servers: one file system, and no cache of blob descriptors. With a cache
 * each of them would go on believing in blobs that the other, or the garbage
 * collection, has changed: a push is then refused layers that "exist" and are gone.
 *
 * No `http.secret`: it signs the state of uploads, which replicas would have to
 * share. There is one replica; its own random secret does.
 * https://distribution.github.io/distribution/about/configuration/
 */
function common() {
  return {
    version: 0.1,
    log: { level: "info", accesslog: { disabled: true } },
    http: { addr: `:${PORT}`, draintimeout: `${DRAIN_SECONDS}s` },
    health: { storagedriver: { enabled: true, interval: "30s", threshold: 3 } },
  };
}

const FILESYSTEM = { rootdirectory: DATA_PATH };

/** For the nodes: every client may pull, none may write. */
export function pullConfig(): string {
  return stringify({
    ...common(),
    storage: {
      filesystem: FILESYSTEM,
      // Removing abandoned uploads is the push server's work; it is on by default, even here.
      maintenance: { readonly: { enabled: true }, uploadpurging: { enabled: false } },
    },
  });
}

/** For builders and people: credentials for everything, deletion included. */
export function pushConfig(): string {
  return stringify({
    ...common(),
    storage: { filesystem: FILESYSTEM, delete: { enabled: true } },
    auth: {
      htpasswd: { realm: "fluxibri registry", path: `${CREDENTIALS_PATH}/${CREDENTIALS_FILE}` },
    },
  });
}
