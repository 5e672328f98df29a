import type { HomeFilesSpec } from "../../environments/schema";
import type { AppRuntime } from "./app-runtime";
import { withDisk } from "./disk";
import { containerSecurityContext } from "./security-context";
import { HOME } from "./variables";
import type { PodVolume } from "./volumes";

const SECRET_PATH = "/credentials";

/**
 * The files of Secrets that pods of the app find in their home: for each Secret its
 * volume, and the container that copies the files before the pod's own starts.
 *
 * @param scratch volume that the home is on
 */
export function homeFiles({ homeFiles, image }: AppRuntime, scratch: PodVolume) {
  return homeFiles.map(({ name, secretName, files }) => ({
    volume: { name, secret: { secretName, optional: true } },
    container: {
      name,
      image,
      imagePullPolicy: "IfNotPresent" as const,
      command: ["/bin/sh", "-c", copyOf(files)],
      resources: withDisk({
        requests: { cpu: "50m", memory: "64Mi" },
        limits: { cpu: "200m", memory: "128Mi" },
      }),
      securityContext: containerSecurityContext(true),
    },
    mounts: [scratch.mount, { name, mountPath: SECRET_PATH, readOnly: true }],
  }));
}

/** A Secret is mounted read-only, and what reads such files may write to them. */
function copyOf(files: HomeFilesSpec["files"]): string {
  const copies = Object.entries(files).map(([key, file]) => {
    const [from, to] = [`${SECRET_PATH}/${key}`, `${HOME}/${file}`];
    return `if [ -f ${from} ]; then mkdir -p ${to.replace(/\/[^/]*$/, "")}; cp ${from} ${to}; fi`;
  });
  return ["set -eu", ...copies].join("\n");
}
