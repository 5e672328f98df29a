import { z } from "zod";
import type { ConfigMap, ProvidedSecret } from "../model";
import { namespaced, narrowObject, type ReadObject } from "./object";
import { maybe, metadata, strings, text } from "./schemas";
import { holdsOf } from "./secret-values";

/** Values pass through here and nowhere further. */
const values = z.lazy(() => z.record(z.string(), z.unknown()).nullish());

const configMap = z.lazy(() => z.object({ metadata, data: strings }));
const secret = z.lazy(() =>
  z.object({
    metadata,
    type: text,
    data: values,
    stringData: values,
    binaryData: values,
    dataWo: values,
    binaryDataWo: values,
  }),
);
const externalSecret = z.lazy(() =>
  z.object({
    metadata,
    spec: z.object({
      target: maybe(z.object({ name: text, template: maybe(z.object({ type: text })) })),
    }),
  }),
);

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
      .map(([key, value]) => ({ key, holds: holdsOf(key, value) })),
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
