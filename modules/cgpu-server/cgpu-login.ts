import { HOME, type AppRuntime } from "../pod/app-runtime";
import { withDisk } from "../pod/disk";
import { containerSecurityContext } from "../pod/security-context";
import type { PodVolume } from "../pod/volumes";

const NAME = "cgpu-login";
const SECRET_PATH = "/credentials";

/** Where cgpu looks for its login, below the home of the pod. */
const CONFIG_PATH = `${HOME}/.config/cgpu`;

/** A Secret is mounted read-only and cgpu writes to its files, so they are copied first. */
const COPY = [
  "set -eu",
  `mkdir -p ${CONFIG_PATH}/state`,
  `if [ -f ${SECRET_PATH}/config.json ]; then cp ${SECRET_PATH}/config.json ${CONFIG_PATH}/; fi`,
  `if [ -f ${SECRET_PATH}/session.json ]; then cp ${SECRET_PATH}/session.json ${CONFIG_PATH}/state/; fi`,
].join("\n");

/**
 * The login of cgpu for a pod that runs it: the proxy, and web and workers,
 * which call `cgpu` themselves: its volume, and the container that copies it
 * before the pod's own starts.
 *
 * @param scratch volume that the home is on
 * @returns one, or none where cgpu is not used
 */
export function cgpuLogin({ cgpuSecretName, image }: AppRuntime, scratch: PodVolume) {
  if (cgpuSecretName === undefined) return [];
  return [
    {
      volume: { name: NAME, secret: { secretName: cgpuSecretName, optional: true } },
      container: {
        name: NAME,
        image,
        imagePullPolicy: "IfNotPresent" as const,
        command: ["/bin/sh", "-c", COPY],
        resources: withDisk({
          requests: { cpu: "50m", memory: "64Mi" },
          limits: { cpu: "200m", memory: "128Mi" },
        }),
        securityContext: containerSecurityContext(true),
      },
      mounts: [scratch.mount, { name: NAME, mountPath: SECRET_PATH, readOnly: true }],
    },
  ];
}
