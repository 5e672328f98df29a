import { z } from "zod";
import type { ConfigMap, ProvidedSecret, SecretKey } from "../model";
import { namesStoreEntry, standInOf } from "../../masking/stand-in";
import { namespaced, narrowObject, type ReadObject } from "./object";
import { maybe, metadata, strings, text } from "./schemas";

/** Values pass through here and nowhere further. */
const values = z.record(z.string(), z.unknown()).nullish();

const configMap = z.object({ metadata, data: strings });
const secret = z.object({
  metadata,
  type: text,
  data: values,
  stringData: values,
  binaryData: values,
  dataWo: values,
  binaryDataWo: values,
});
const externalSecret = z.object({
  metadata,
  spec: z.object({
    target: maybe(z.object({ name: text, template: maybe(z.object({ type: text })) })),
  }),
});

const DEFAULT_TYPE = "Opaque";

export function readConfigMap(read: ReadObject): ConfigMap {
  const { metadata: meta, data } = narrowObject(configMap, read);
  return { ...namespaced("ConfigMap", meta, read), data };
}

export function readSecret(read: ReadObject): ProvidedSecret {
  const { metadata: meta, type, ...members } = narrowObject(secret, read);
  return {
    ...namespaced("Secret", meta, read),
    secretName: meta.name,
    type: type ?? DEFAULT_TYPE,
    keys: Object.values(members)
      .flatMap((entries) => Object.entries(entries ?? {}))
      .map(([key, value]) => ({ key, ...kindOfValue(value) })),
  };
}

/** External Secrets names the Secret as the ExternalSecret unless its target says otherwise. */
export function readExternalSecret(read: ReadObject): ProvidedSecret {
  const { metadata: meta, spec } = narrowObject(externalSecret, read);
  return {
    ...namespaced("ExternalSecret", meta, read),
    secretName: spec.target?.name ?? meta.name,
    type: spec.target?.template?.type ?? DEFAULT_TYPE,
    keys: [],
  };
}

function kindOfValue(value: unknown): Pick<SecretKey, "literal" | "placeholder"> {
  const written = value === null || value === undefined ? "" : String(value);
  const decoded = Buffer.from(written, "base64");
  // `data` is base64, in Terraform it is not: taken for it where it can be.
  const plain = decoded.toString("base64") === written ? decoded.toString("utf8") : written;
  const kinds = [standInOf(written), standInOf(plain)];
  return {
    literal: !kinds.includes("template") && ![written, plain].some(namesStoreEntry),
    placeholder: kinds.includes("placeholder"),
  };
}
