import { z } from "zod";
import { isObject } from "../json";
import { narrowObject, type ReadObject } from "../kubernetes/object";
import { maybe, text } from "../kubernetes/schemas";
import { serverExpiryOf } from "./certificates";
import type { LivePart, LiveSecret, SecretStore, LiveExternalSecret } from "./model";
import { conditioned, conditions, liveObject, metadata, namespacedObject, time } from "./schemas";

const secret = z.object({
  metadata,
  type: text,
  data: z.record(z.string(), z.unknown()).nullish(),
});

/** https://helm.sh/docs/topics/advanced/#storage-backends */
const HELM_RELEASE_TYPE = "helm.sh/release.v1";

/** A Secret without its values, or the revision of a Helm release that it is. */
export function readLiveSecret(read: ReadObject): LivePart {
  const { metadata: meta, type = "Opaque", data } = narrowObject(secret, read);
  if (type === HELM_RELEASE_TYPE) {
    const { name = meta.name, status = "unknown", version = "0" } = meta.labels;
    const object = namespacedObject("Secret", meta);
    return { releases: [{ ...object, release: name, revision: Number(version), status }] };
  }
  const entry: LiveSecret = {
    ...namespacedObject("Secret", meta),
    type,
    keys: Object.keys(data ?? {}),
    registries: registriesOf(type, data ?? {}),
    expires: serverExpiryOf(String(data?.["tls.crt"] ?? "")),
  };
  return { secrets: [entry] };
}

/** https://kubernetes.io/docs/concepts/configuration/secret/#docker-config-secrets */
function registriesOf(
  type: string,
  data: Readonly<Record<string, unknown>>,
): readonly string[] | undefined {
  const json = (key: string): unknown => {
    try {
      return JSON.parse(Buffer.from(String(data[key] ?? ""), "base64").toString("utf8"));
    } catch {
      return undefined;
    }
  };
  switch (type) {
    case "kubernetes.io/dockerconfigjson": {
      const config = json(".dockerconfigjson");
      return isObject(config) && isObject(config.auths) ? Object.keys(config.auths) : undefined;
    }
    case "kubernetes.io/dockercfg": {
      const config = json(".dockercfg");
      return isObject(config) ? Object.keys(config) : undefined;
    }
    default:
      return undefined;
  }
}

const externalSecret = z.object({
  metadata,
  spec: z.object({
    refreshInterval: text,
    secretStoreRef: maybe(z.object({ kind: text, name: text })),
    target: maybe(z.object({ name: text })),
  }),
  status: maybe(z.object({ conditions, refreshTime: time })),
});

/** External Secrets' default: https://external-secrets.io/latest/api/externalsecret/ */
const DEFAULT_INTERVAL = "1h";

export function readSyncedSecret(read: ReadObject): LiveExternalSecret {
  const { metadata: meta, spec, status } = narrowObject(externalSecret, read);
  const { kind = "SecretStore", name } = spec.secretStoreRef ?? {};
  const object = namespacedObject("ExternalSecret", meta);
  return {
    ...object,
    secretName: spec.target?.name ?? meta.name,
    store: name === undefined ? undefined : storeName(kind, object.namespace, name),
    conditions: status?.conditions ?? [],
    refreshed: status?.refreshTime,
    interval: secondsOf(spec.refreshInterval ?? DEFAULT_INTERVAL),
  };
}

function storeName(kind: string, namespace: string, name: string) {
  return kind === "ClusterSecretStore" ? { kind, name } : { kind, namespace, name };
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

/** A duration as Go writes it (`1h30m`); fractions and smaller units count as nothing. */
function secondsOf(duration: string): number {
  return [...duration.matchAll(/(\d+)(?:\.\d+)?(h|ms|m|s)/g)].reduce(
    (sum, [, number, unit = ""]) => sum + Number(number) * (UNIT_SECONDS[unit] ?? 0),
    0,
  );
}

const store = z.object({ metadata, status: conditioned });

export function readSecretStore(kind: string, read: ReadObject): SecretStore {
  const { metadata: meta, status } = narrowObject(store, read);
  return { ...liveObject(kind, meta), conditions: status?.conditions ?? [] };
}
