import type { PinnedImage } from "../registry/facts";

/** The official image, with busybox beside the server; https://hub.docker.com/_/redis */
export const REDIS_IMAGE = {
  repository: "docker.io/library/redis",
  tag: "7.4.2-alpine",
  digest: "sha256:02419de7eddf55aa5bcf49efb74e88fa8d931b4d77c07eff8a6b2144472b6952",
} as const satisfies PinnedImage;
