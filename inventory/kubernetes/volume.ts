import { z } from "zod";
import { flag, maybe, text } from "./schemas";

const named = z.lazy(() => z.object({ name: z.string().default("") }));

/** A volume of a pod, by what backs it. */
export const volume = z.lazy(() =>
  z
    .object({
      name: z.string(),
      persistentVolumeClaim: maybe(z.object({ claimName: z.string() })),
      // `emptyDir:` without a value is what people write for {}.
      emptyDir: z.object({ medium: text }).nullable().optional(),
      hostPath: maybe(z.object({ path: z.string() })),
      nfs: maybe(z.object({ server: z.string(), path: z.string() })),
      configMap: maybe(named),
      secret: maybe(z.object({ secretName: z.string().default(""), optional: flag })),
    })
    .transform(({ name, persistentVolumeClaim: claim, emptyDir, hostPath, nfs, ...keys }) => {
      if (claim) return { kind: "claim" as const, name, claim: claim.claimName };
      if (emptyDir !== undefined) {
        // Medium `Memory`: not on the node's disk.
        const medium = emptyDir?.medium ? { medium: emptyDir.medium } : {};
        return { kind: "emptyDir" as const, name, ...medium };
      }
      if (hostPath) return { kind: "hostPath" as const, name, path: hostPath.path };
      if (nfs) return { kind: "nfs" as const, name, server: nfs.server, path: nfs.path };
      const { configMap, secret } = keys;
      if (configMap) return { kind: "configMap" as const, name, configMap: configMap.name };
      if (secret === undefined) return { kind: "other" as const, name };
      // The pod starts without an optional one.
      const optional = secret.optional === true ? { optional: true as const } : {};
      return { kind: "secret" as const, name, secret: secret.secretName, ...optional };
    }),
);
export type Volume = z.output<typeof volume>;
