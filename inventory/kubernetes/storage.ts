import { z } from "zod";
import { narrow } from "../json";
import type { Claim, StorageClass } from "../model";
import type { ReadObject } from "./object";
import { claimSpec, listOf, metadata } from "./schemas";

const persistentVolumeClaim = z.object({ metadata, spec: claimSpec });
const storageClass = z.object({ metadata, provisioner: z.string() });
const statefulSet = z.object({
  metadata,
  spec: z.object({ volumeClaimTemplates: listOf(persistentVolumeClaim) }),
});

export function readClaim({ object, place, where }: ReadObject): Claim {
  const { metadata: meta, spec } = narrow(persistentVolumeClaim, object, where);
  return claimOf(meta.namespace, meta.name, spec, { place, perReplica: false });
}

/** The claims that a StatefulSet makes, one of each per replica: `<template>-<set>-<ordinal>`. */
export function readClaimTemplates({ object, place, where }: ReadObject): readonly Claim[] {
  const { metadata: meta, spec } = narrow(statefulSet, object, where);
  return spec.volumeClaimTemplates.map((template) =>
    claimOf(meta.namespace, `${template.metadata.name}-${meta.name}`, template.spec, {
      place,
      perReplica: true,
    }),
  );
}

export function readStorageClass({ object, place, where }: ReadObject): StorageClass {
  const { metadata: meta, provisioner } = narrow(storageClass, object, where);
  return { kind: "StorageClass", name: meta.name, provisioner, place };
}

function claimOf(
  namespace: string,
  name: string,
  { accessModes, storageClassName }: z.output<typeof claimSpec>,
  rest: Pick<Claim, "place" | "perReplica">,
): Claim {
  const kind = "PersistentVolumeClaim";
  return { kind, namespace, name, accessModes, className: storageClassName, ...rest };
}
