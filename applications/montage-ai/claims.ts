import type { EnvironmentData } from "../../environments/schema";

type Application = EnvironmentData["applications"][number];

/** Footage, results, music, assets and the cache, where the app looks for them by default. */
export const claims = [
  { name: "montage-input", size: "50Gi", mountPath: "/data/input", accessMode: "ReadWriteMany" },
  {
    name: "montage-output",
    size: "100Gi",
    mountPath: "/data/output",
    accessMode: "ReadWriteMany",
  },
  { name: "montage-music", size: "10Gi", mountPath: "/data/music", accessMode: "ReadWriteMany" },
  { name: "montage-assets", size: "5Gi", mountPath: "/data/assets", accessMode: "ReadWriteMany" },
  { name: "montage-cache", size: "20Gi", mountPath: "/data/cache", accessMode: "ReadWriteMany" },
] satisfies Application["claims"];

/**
 * What workers mount. They write beside footage and music as well (analysis
 * files, edited videos); assets come only through the web front.
 */
export const workerClaims = claims.map(({ name }) => ({
  name,
  readOnly: name === "montage-assets",
}));
