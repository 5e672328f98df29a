import { z } from "zod";
import { narrow } from "../json";
import type { ProvidedSecret, ServiceAccount } from "../model";
import type { ReadObject } from "./object";
import { imagePullSecrets, metadata } from "./schemas";

const serviceAccount = z.object({ metadata, imagePullSecrets });
const secret = z.object({ metadata, type: z.string().default("Opaque") });
const externalSecret = z.object({
  metadata,
  spec: z.object({
    target: z
      .object({
        name: z.string().optional(),
        template: z.object({ type: z.string().default("Opaque") }).optional(),
      })
      .default({}),
  }),
});

export function readServiceAccount({ object, place, where }: ReadObject): ServiceAccount {
  const { metadata: meta, imagePullSecrets: secrets } = narrow(serviceAccount, object, where);
  const { namespace, name } = meta;
  return { kind: "ServiceAccount", namespace, name, place, imagePullSecrets: secrets };
}

export function readSecret({ object, place, where }: ReadObject): ProvidedSecret {
  const { metadata: meta, type } = narrow(secret, object, where);
  const { namespace, name } = meta;
  return { kind: "Secret", namespace, name, place, secretName: name, type };
}

/** External Secrets names the Secret as the ExternalSecret unless its target says otherwise. */
export function readExternalSecret({ object, place, where }: ReadObject): ProvidedSecret {
  const { metadata: meta, spec } = narrow(externalSecret, object, where);
  return {
    kind: "ExternalSecret",
    namespace: meta.namespace,
    name: meta.name,
    place,
    secretName: spec.target.name ?? meta.name,
    type: spec.target.template?.type ?? "Opaque",
  };
}
