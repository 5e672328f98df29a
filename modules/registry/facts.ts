/** An image with its tag for people and its digest for the runtime. */
export interface PinnedImage {
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

/** The registry server; https://github.com/distribution/distribution/releases/tag/v2.8.3 */
export const REGISTRY_IMAGE: PinnedImage = {
  repository: "docker.io/library/registry",
  tag: "2.8.3",
  digest: "sha256:a3d8aaa63ed8681a604f1dea0aa03f100d5895b6a58ace528858a7b332415373",
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

/** Name of the image as a container runtime pulls it. */
export function imageName({ repository, tag, digest }: PinnedImage): string {
  return `${repository}:${tag}@${digest}`;
}

/** Port that both servers listen on. */
export const PORT = 5000;

/** Component labels, and the names of the objects that carry them. */
export const PULL = "registry-pull";
export const PUSH = "registry-push";
export const GARBAGE_COLLECTION = "registry-garbage-collection";

/** Any user but root; the volume belongs to it through fsGroup. */
export const USER = { uid: 1000, gid: 1000 } as const;

/** Label by which a builder in the cluster asks to be let to the push server. */
export const PUSHER_LABEL = "fluxibri.ai/registry-push";
