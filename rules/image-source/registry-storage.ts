import type { Container, Workload } from "../../inventory/model";
import { parseImage } from "../shared/image";
import { IMAGE_SOURCE } from "./image-references";
import { type Finding, findingAt } from "../engine/rule";

/** The distribution project's own images: https://hub.docker.com/_/registry */
const REGISTRY_IMAGE = /^((library\/)?registry|distribution\/distribution)$/;

/** https://distribution.github.io/distribution/about/configuration/#storage */
const DEFAULT_ROOT = "/var/lib/registry";
const ROOT_VARIABLE = "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY";
/** Where the images of version 2 and 3 look for their configuration. */
const CONFIG_FOLDERS = ["/etc/docker/registry", "/etc/distribution"] as const;
/** Storage elsewhere, or a cache of another registry that can be filled again. */
const ELSEWHERE =
  /^REGISTRY_(PROXY_REMOTEURL|STORAGE|STORAGE_(S3|AZURE|GCS|INMEMORY|OSS|SWIFT)_\w+)$/;

/** A registry that serves images from its own container, or from an emptyDir, loses them with its pod. */
export function registryStorage(workload: Workload): readonly Finding[] {
  if (workload.kind !== "Deployment" && workload.kind !== "StatefulSet") return [];
  return workload.pod.containers.filter(serves).flatMap((container) => {
    const root = rootOf(container);
    const mount = container.mounts.find(({ path }) => isWithin(root, path) || isWithin(path, root));
    const volume = workload.pod.volumes.find(({ name }) => name === mount?.volume);
    const configured = isConfigured(container);
    if (mount === undefined ? configured : volume?.kind !== "emptyDir") return [];
    return [
      findingAt(workload, {
        rule: IMAGE_SOURCE,
        severity: "error",
        message: `container ${container.name} is a registry that keeps its images in ${mount === undefined ? "the container" : `emptyDir ${mount.volume}`} (${root}): all are gone with the pod, and no node can pull any more`,
        fix: `mount a claim: volumes: [{ name: ${mount?.volume ?? "data"}, persistentVolumeClaim: { claimName: registry-data } }] at ${root}`,
      }),
    ];
  });
}

/** Not its garbage collection, which is another command of the same image. */
function serves({ image, command, args, env, envFrom, init }: Container): boolean {
  return (
    !init &&
    REGISTRY_IMAGE.test(parseImage(image).repository) &&
    ![...command, ...args].some((word) => word.includes("garbage-collect")) &&
    envFrom.length === 0 &&
    !env.some(({ name }) => ELSEWHERE.test(name))
  );
}

function rootOf({ env }: Container): string {
  const variable = env.find(({ name }) => name === ROOT_VARIABLE);
  return variable?.kind === "literal" ? variable.value : DEFAULT_ROOT;
}

/** A configuration of its own may put the images elsewhere. */
function isConfigured({ mounts, command, args }: Container): boolean {
  return (
    [...command, ...args].some((word) => word.endsWith(".yml") || word.endsWith(".yaml")) ||
    mounts.some(({ path }) => CONFIG_FOLDERS.some((folder) => isWithin(path, folder)))
  );
}

function isWithin(path: string, folder: string): boolean {
  return `${path.replace(/\/+$/, "")}/`.startsWith(`${folder.replace(/\/+$/, "")}/`);
}
