import { withDisk } from "../pod/disk";
import { imageName, KUBECTL_IMAGE, PUSH, REGISTRY_IMAGE } from "./facts";
import { CONFIG_FILE, CONFIG_PATH, DATA_PATH } from "./server-config";

/** Folder in which one step leaves its exit status for another. */
export const RESULT_PATH = "/result";
const STATUS_FILE = `${RESULT_PATH}/status`;

/**
 * Not --delete-untagged: it takes the platforms of multi-architecture images for
 * untagged and deletes them, https://github.com/distribution/distribution/issues/3178.
 * Before the first push there is no such folder, which the command would call an error.
 */
const SWEEP = `if [ -d ${DATA_PATH}/docker/registry/v2/repositories ]; then registry garbage-collect ${CONFIG_PATH}/${CONFIG_FILE}; fi`;

const KUBECTL_RESOURCES = withDisk({
  requests: { cpu: "50m", memory: "64Mi" },
  limits: { cpu: "500m", memory: "256Mi" },
});
const SWEEP_RESOURCES = withDisk({
  requests: { cpu: "100m", memory: "128Mi" },
  limits: { cpu: "1", memory: "1Gi" },
});

interface Mount {
  readonly name: string;
  readonly mountPath: string;
}

/** What the steps see of the pod's volumes. */
export interface GarbageCollectionMounts {
  readonly data: Mount;
  readonly config: Mount;
  readonly result: Mount;
}

/**
 * Pushes off, their pod gone, sweep, pushes on, and only then the verdict: a
 * sweep that fails must not leave pushes off, and must not look like a success.
 * So it notes its status instead of failing, and the last step fails in its stead.
 */
export function garbageCollectionSteps(namespace: string, mounts: GarbageCollectionMounts) {
  return {
    before: [
      kubectl("pushes-off", namespace, ["scale", `deployment/${PUSH}`, "--replicas=0"]),
      kubectl("wait-for-pushes", namespace, [
        "wait",
        "pod",
        "--for=delete",
        `--selector=app.kubernetes.io/component=${PUSH}`,
        "--timeout=5m",
      ]),
      {
        name: "sweep",
        image: imageName(REGISTRY_IMAGE),
        command: ["sh", "-c", `${SWEEP}; echo $? > ${STATUS_FILE}`],
        resources: SWEEP_RESOURCES,
        volumeMount: [mounts.data, mounts.config, mounts.result],
      },
      kubectl("pushes-on", namespace, ["scale", `deployment/${PUSH}`, "--replicas=1"]),
    ],
    last: {
      name: "verdict",
      image: imageName(REGISTRY_IMAGE),
      command: ["sh", "-c", `exit "$(cat ${STATUS_FILE})"`],
      resources: KUBECTL_RESOURCES,
      volumeMount: [mounts.result],
    },
  };
}

/** The image holds nothing but kubectl: one command per container, no shell. */
function kubectl(name: string, namespace: string, args: readonly string[]) {
  return {
    name,
    image: imageName(KUBECTL_IMAGE),
    args: [...args, `--namespace=${namespace}`],
    resources: KUBECTL_RESOURCES,
  };
}
