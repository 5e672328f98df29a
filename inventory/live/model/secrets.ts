import type { ObjectName } from "../../model";
import type { Condition, LiveObject } from "./object";

/** ExternalSecret, and what it is read from. */
export interface LiveExternalSecret extends LiveObject {
  readonly namespace: string;
  readonly secretName: string;
  readonly store: ObjectName | undefined;
  readonly conditions: readonly Condition[];
  readonly refreshed: number | undefined;
  /** Seconds; 0: never again. */
  readonly interval: number;
}

/** SecretStore or ClusterSecretStore. */
export interface SecretStore extends LiveObject {
  readonly conditions: readonly Condition[];
}

export interface LiveSecret extends LiveObject {
  readonly namespace: string;
  readonly type: string;
  /** Names of its entries; values are never kept. */
  readonly keys: readonly string[];
  /** Registries that it has credentials for; undefined: it holds none, or not readable ones. */
  readonly registries: readonly string[] | undefined;
  /** When the certificate under `tls.crt` ends, in milliseconds since 1970; undefined: there is none. */
  readonly expires: number | undefined;
}
