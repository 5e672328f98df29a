import { withDisk } from "../pod/disk";
import { imageName, KUBECTL_IMAGE, PUSH, PYTHON_IMAGE, REGISTRY_IMAGE } from "./facts";
import { CONFIG_FILE, CONFIG_PATH, DATA_PATH, REGISTRY_ENV } from "./server-config";

/** Folder in which one step leaves for another what it found, and its exit status. */
export const RESULT_PATH = "/result";
const STATUS_FILE = `${RESULT_PATH}/status`;
const REFERENCES_FILE = `${RESULT_PATH}/references.json`;
/** There when the tags are as they were decided: only then may what has none be deleted. */
const SWEEP_FILE = `${RESULT_PATH}/sweep`;

/** `df` tells the log what was freed. `--delete-untagged` of 2.8 deletes the platforms of tagged images. */
const SWEEP = [
  `if [ -e ${SWEEP_FILE} ]; then df -k ${DATA_PATH}`,
  `registry garbage-collect --delete-untagged ${CONFIG_PATH}/${CONFIG_FILE}; echo $? > ${STATUS_FILE}`,
  `df -k ${DATA_PATH}; fi`,
].join("; ");

const SMALL_RESOURCES = withDisk({
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
  readonly program: Mount;
}

export interface GarbageCollectionSteps {
  readonly namespace: string;
  /** Images of each repository that stay by their age. */
  readonly keepNewest: number;
  /** Folder of our programs. */
  readonly programPath: string;
  readonly mounts: GarbageCollectionMounts;
}

/**
 * What the cluster needs is read before anything is switched off: where it can't be read, the job
 * fails there. Then pushes off, their pod gone, tags off, sweep, pushes on, and only then the
 * verdict: a step that fails must not leave pushes off, and must not look like a success. So it
 * notes its status instead of failing, and the last step fails in its stead.
 */
export function garbageCollectionSteps(props: GarbageCollectionSteps) {
  const { namespace, mounts, programPath } = props;
  return {
    before: [
      {
        ...python("read", mounts.program, mounts.result),
        command: ["python", `${programPath}/image_references.py`],
        env: [{ name: "REFERENCES_FILE", value: REFERENCES_FILE }],
      },
      kubectl("pushes-off", namespace, ["scale", `deployment/${PUSH}`, "--replicas=0"]),
      kubectl("wait-for-pushes", namespace, [
        "wait",
        "pod",
        "--for=delete",
        `--selector=app.kubernetes.io/component=${PUSH}`,
        "--timeout=5m",
      ]),
      {
        ...python("retain", mounts.program, mounts.result, mounts.data),
        command: ["sh", "-c", `python ${programPath}/retain_images.py; echo $? > ${STATUS_FILE}`],
        env: [
          { name: "DATA", value: DATA_PATH },
          { name: "REFERENCES_FILE", value: REFERENCES_FILE },
          { name: "SWEEP_FILE", value: SWEEP_FILE },
          { name: "KEEP_NEWEST", value: String(props.keepNewest) },
          { name: "DRY_RUN", value: "false" },
        ],
      },
      {
        name: "sweep",
        image: imageName(REGISTRY_IMAGE),
        command: ["sh", "-c", SWEEP],
        env: [...REGISTRY_ENV],
        resources: SWEEP_RESOURCES,
        volumeMount: [mounts.data, mounts.config, mounts.result],
      },
      kubectl("pushes-on", namespace, ["scale", `deployment/${PUSH}`, "--replicas=1"]),
    ],
    last: {
      name: "verdict",
      image: imageName(REGISTRY_IMAGE),
      command: ["sh", "-c", `exit "$(cat ${STATUS_FILE})"`],
      resources: SMALL_RESOURCES,
      volumeMount: [mounts.result],
    },
  };
}

function python(name: string, ...volumeMount: readonly Mount[]) {
  return {
    name,
    image: imageName(PYTHON_IMAGE),
    resources: SMALL_RESOURCES,
    volumeMount: [...volumeMount],
  };
}

/** The image holds nothing but kubectl: one command per container, no shell. */
function kubectl(name: string, namespace: string, args: readonly string[]) {
  return {
    name,
    image: imageName(KUBECTL_IMAGE),
    args: [...args, `--namespace=${namespace}`],
    resources: SMALL_RESOURCES,
  };
}
