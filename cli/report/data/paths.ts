import type { Inventory, Workload } from "../../../inventory/model";
import { describe } from "../../../inventory/model";
import { CLASS_PROVISIONERS, PROVISIONERS } from "../../../rules/shared/provisioners";
import { parseImage } from "../../../rules/shared/image";
import type { ImagePath, StoragePath } from "../model/paths";

/** Every claim, what mounts it, and what provisions it. */
export function storagePaths({
  claims,
  storageClasses,
  workloads,
}: Inventory): readonly StoragePath[] {
  return claims.map((claim) => {
    const { className } = claim;
    const provisioner =
      storageClasses.find(({ name }) => name === className)?.provisioner ??
      CLASS_PROVISIONERS[className ?? ""];
    const known = PROVISIONERS[provisioner ?? ""];
    return {
      namespace: claim.namespace,
      claim: claim.name,
      size: claim.size ?? "not said",
      accessModes: claim.accessModes,
      mountedBy: workloads
        .filter(({ namespace }) => namespace === claim.namespace)
        .flatMap((workload) => {
          const folders = foldersOf(workload, claim.name);
          return folders.length === 0 ? [] : [{ workload: describe(workload), folders }];
        }),
      storageClass: className,
      provisioner,
      oneNode: known === undefined ? "unknown" : known.readWriteMany ? "no" : "yes",
    };
  });
}

function foldersOf({ pod }: Workload, claim: string): readonly string[] {
  const volumes = pod.volumes.flatMap((volume) =>
    volume.kind === "claim" && volume.claim === claim ? [volume.name] : [],
  );
  const paths = pod.containers.flatMap(({ mounts }) =>
    mounts.filter(({ volume }) => volumes.includes(volume)).map(({ path }) => path),
  );
  return [...new Set(paths)].sort();
}

/** Every image of the workloads; those of charts are the charts' own. */
export function imagePaths({ workloads }: Inventory): readonly ImagePath[] {
  const images = new Map<string, { workloads: Set<string>; secrets: Set<string> }>();
  for (const workload of workloads) {
    for (const { image } of workload.pod.containers) {
      const path = images.get(image) ?? { workloads: new Set(), secrets: new Set() };
      images.set(image, path);
      path.workloads.add(describe(workload));
      for (const secret of workload.pod.imagePullSecrets) path.secrets.add(secret);
    }
  }
  return [...images].map(([image, path]) => {
    const { registry = "docker.io", tag, digest } = parseImage(image);
    return {
      image,
      registry,
      pinnedBy: digest !== undefined ? "digest" : tag === "" ? "nothing" : "tag",
      workloads: [...path.workloads],
      pullSecrets: [...path.secrets],
    };
  });
}
