import type { EnvironmentData } from "../../environments/schema";

type Application = EnvironmentData["applications"][number];

/**
 * Settings by which the app decides whether it submits Jobs (its deployment_mode.py). With
 * CLUSTER_MODE=false alone it takes every pod for a cluster, because Kubernetes sets
 * KUBERNETES_SERVICE_HOST there.
 */
export const submissionSettings = {
  with: { CLUSTER_MODE: "true", DEPLOYMENT_MODE: "cluster" },
  without: { CLUSTER_MODE: "false", DEPLOYMENT_MODE: "local" },
};

/** The app's settings, as all environments share them. */
export const settings = {
  CLUSTER_NAMESPACE: { from: "namespace" },
  IMAGE_FULL: { from: "image" },
  IMAGE_PULL_SECRET: { from: "pull-secret" },
  // By these the app's own Kubernetes Jobs find the claims.
  PVC_INPUT_NAME: { from: "claim", claim: "montage-input" },
  PVC_OUTPUT_NAME: { from: "claim", claim: "montage-output" },
  PVC_MUSIC_NAME: { from: "claim", claim: "montage-music" },
  PVC_ASSETS_NAME: { from: "claim", claim: "montage-assets" },
  // The image does not say what it was built from, and a pod has no repository to ask.
  GIT_COMMIT: { from: "image-commit" },
  // One timeout for every job: the smallest, so that no worker's termination grace is too short for it.
  JOB_TIMEOUT: { from: "shortest-job-timeout-seconds" },
  // A proxy without a login answers nothing, and there is none yet.
  CGPU_ENABLED: "false",
  CUT_STYLE: "dynamic",
  STABILIZE: "false",
  UPSCALE: "false",
  ENHANCE: "false",
  // A job renders in the worker that took it: the queue is what scales. With "true" each render
  // submits CLUSTER_PARALLELISM jobs of its own, and the quota must hold them for every worker.
  // An environment that wants it takes `clusterMode`.
  ...submissionSettings.without,
  // Without the cluster the app refuses full renders with a file of more than four times this, 10 GiB.
  // Previews leave out files beyond it.
  PREVIEW_MAX_INPUT_SIZE_MB: "2560",
  // Workers with a GPU override it.
  FFMPEG_HWACCEL: "none",
  // The app sends previews to the first, full renders to the second. The CPU workers take both, so that
  // renders never wait for a GPU node; GPU workers join for the renders alone.
  QUEUE_FAST_NAME: "default",
  QUEUE_HEAVY_NAME: "heavy",
  // Shared by all replicas of the web front: the next request may reach another one.
  TRANSCRIPT_DIR: "/data/output/transcript",
  SHORTS_DIR: "/data/output/shorts",
  SESSION_DIR: "/data/output/sessions",
  METADATA_CACHE_DIR: "/data/cache/metadata",
  SCENE_CACHE_DIR: "/data/output/scene_cache",
  PROXY_CACHE_DIR: "/data/output/proxy_cache",
  PREVIEW_JOB_TIMEOUT: "300",
} satisfies Application["settings"];
