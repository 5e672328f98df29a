/** An image with its tag for people and its digest for the runtime. */
export interface PinnedImage {
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

/**
 * The registry server; https://github.com/distribution/distribution/releases/tag/v3.1.2
 * The version was seen (built from its Go module, 2026-11-29); the digest is read, from public build
 * files that pin this tag and say that it is Docker Hub's index (read by one of them on 2026-10-02).
 */
export const REGISTRY_IMAGE: PinnedImage = {
  repository: "docker.io/library/registry",
  tag: "3.1.2",
  digest: "sha256:ddf754342cfc8acc51a56d5d0ab6af06826461864460636d8bd5c546dab2a7b8",
};

/**
 * kubectl of the Kubernetes project, without a shell. It works with API servers
 * one minor version older or newer.
 * https://kubernetes.io/releases/version-skew-policy/#kubectl
 * Its digest is that of the index of all platforms, as public build files pin it; `crane digest` tells it anew.
 */
export const KUBECTL_IMAGE: PinnedImage = {
  repository: "registry.k8s.io/kubectl",
  tag: "v1.35.4",
  digest: "sha256:e8bc9c71a813d90d5f7689fa57516b2aacd7a02bb9d70d3ab6664ed6d202fc10",
};

/**
 * Python, with a shell and nothing else: for our programs in a namespace that does not run the app's image.
 * Its digest is that of the index of all platforms, as public build files pin it.
 * https://hub.docker.com/_/python
 */
export const PYTHON_IMAGE: PinnedImage = {
  repository: "docker.io/library/python",
  tag: "3.14.7-alpine3.24",
  digest: "sha256:05b2b8b732ecd268fee8727a369f936f022d1321b59befd13c30ede22769dcdc",
};

/** Name of the image as a container runtime pulls it. */
export function imageName({ repository, tag, digest }: PinnedImage): string {
  return `${repository}:${tag}@${digest}`;
}

/** Port that both servers listen on. */
export const PORT = 5000;

/** Images of each repository that stay by their age: ten builds to go back to beside what runs. */
export const KEEP_NEWEST = 10;

/** Component labels, and the names of the objects that carry them. */
export const PULL = "registry-pull";
export const PUSH = "registry-push";
export const GARBAGE_COLLECTION = "registry-garbage-collection";

/** Any user but root; the volume belongs to it through fsGroup. */
export const USER = { uid: 1000, gid: 1000 } as const;

/** Label by which a builder in the cluster asks to be let to the push server. */
export const PUSHER_LABEL = "fluxibri.ai/registry-push";
