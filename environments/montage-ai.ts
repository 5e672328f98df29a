import type { EnvironmentData } from "./schema";

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

/**
 * montage-ai as all environments share it; figures from the app's own
 * deployment (repository mfahsold/montage-ai, deploy/k3s).
 */
export const montageAi = {
  name: "montage-ai",
  // Its state is from the time when it was the only application.
  stack: "workload",
  namespace: "montage-ai",
  published: "ghcr.io/mfahsold/montage-ai",
  queue: "rq",
  user: { uid: 1000, gid: 1000 },
  cacheClaim: "montage-cache",
  claims: [
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
  ],
  submissionSettings,
  services: [],
  homeFiles: [],
  containerDefaults: {
    requests: { cpu: "100m", memory: "128Mi" },
    limits: { cpu: "1", memory: "1Gi" },
  },
  settings: {
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
    // A proxy without a login answers nothing, and nobody has brought one.
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
  },
  // Previews, edits of a transcript and test jobs go to the first, full renders and reframed shorts to the
  // second: https://github.com/mfahsold/montage-ai/blob/d5eade7/src/montage_ai/web_ui/app.py (get_montage_queue), config.py
  filledQueues: [
    { setting: "QUEUE_HEAVY_NAME", queue: "default" },
    { setting: "QUEUE_FAST_NAME", queue: "default" },
  ],
  // Without a language model the app edits by its style templates; environments that have one name it.
  egresses: [],
  secrets: [],
} satisfies Partial<Application>;

/**
 * Redis as the app looks for it. It reads REDIS_SERVICE_PORT before REDIS_PORT, and service
 * links would set the latter to `tcp://…`: both are set here, and service links are off in
 * every pod. It sends no password.
 */
const redisVariables = {
  REDIS_HOST: { from: "redis-host" },
  REDIS_PORT: { from: "redis-port" },
  REDIS_SERVICE_PORT: { from: "redis-port" },
} satisfies Application["web"]["variables"];

/** Models, caches and cgpu's login are looked for below HOME. The app plans by 8 GB where nobody says its limit. */
const ownVariables = {
  HOME: { from: "home" },
  MEMORY_LIMIT_GB: { from: "memory-limit-gib" },
} satisfies Application["web"]["variables"];

/** Until a container that serves nothing is started again. */
const STARTUP = { periodSeconds: 5, failureThreshold: 120 };
/** Seconds between two tries of the app to reach Redis while it starts; each lasts up to 5 s more. */
const RETRY_SECONDS = 2;

/** The web front; replicas differ by environment. */
export const web = {
  port: 8080,
  command: ["python", "-u", "-m", "montage_ai.web_ui.app"],
  variables: {
    PORT: { from: "port" },
    ...ownVariables,
    ...redisVariables,
    // Without a Redis the app gives up after so many tries and then keeps jobs in its own memory,
    // answers, and says that it is well. So many that the startup probe is always first: a start that
    // does not reach Redis ends as a restart, and the next one looks again. By default it tries once.
    REDIS_INIT_MAX_RETRIES: String(
      (2 * STARTUP.periodSeconds * STARTUP.failureThreshold) / RETRY_SECONDS,
    ),
    REDIS_INIT_RETRY_SECONDS: String(RETRY_SECONDS),
  },
  // Liveness asks what touches nothing: while Redis does not answer, a restart would only bring a pod
  // that waits for it. Readiness asks for the queues, which takes 26 s and more while packets to Redis
  // are dropped: such a pod gets no requests, as they would hang as long. Refused connections are answered
  // at once, and well: that Redis is away is told by an alert, not by readiness.
  probes: {
    startup: { path: "/health", timeoutSeconds: 5, ...STARTUP },
    // No second question before the first has been given up.
    readiness: { path: "/api/status", timeoutSeconds: 10, periodSeconds: 15, failureThreshold: 3 },
    liveness: { path: "/health", timeoutSeconds: 5, periodSeconds: 30, failureThreshold: 4 },
  },
  // Telemetry and the caches of libraries; uploads go to the input claim, sessions to the output claim.
  scratch: "5Gi",
  cpuUtilization: 70,
  // Nothing asks for a login, so what is not for users stays inside: contract.yaml says which, and why.
  publicPaths: {
    exact: [
      "/",
      "/creative",
      "/features",
      "/gallery",
      "/montage",
      "/settings",
      "/shorts",
      "/transcript",
      "/api/analyze-crops",
      "/api/cloud/status",
      "/api/config/defaults",
      "/api/files",
      "/api/quality-profiles",
      "/api/status",
      "/api/stream",
      "/api/styles",
      "/api/transparency",
      "/api/upload",
    ],
    below: [
      "/static",
      "/downloads",
      "/api/audio",
      "/api/broll",
      "/api/creative",
      "/api/download",
      "/api/engagement",
      "/api/highlights",
      "/api/jobs",
      "/api/progress",
      "/api/session",
      "/api/shorts",
      "/api/transcript",
      "/api/video",
    ],
  },
  resources: {
    requests: { cpu: "250m", memory: "512Mi" },
    limits: { cpu: "1", memory: "1Gi" },
  },
} satisfies Partial<Application["web"]>;

/**
 * What workers mount. They write beside footage and music as well (analysis
 * files, edited videos); assets come only through the web front.
 */
const workerClaims = montageAi.claims.map(({ name }) => ({
  name,
  readOnly: name === "montage-assets",
}));

/** What both workers run. */
const working = {
  command: ["python", "-m", "montage_ai.worker"],
  variables: {
    WORKER_QUEUES: { from: "queues" },
    JOB_TIMEOUT: { from: "job-timeout-seconds" },
    ...ownVariables,
    ...redisVariables,
  },
} satisfies Partial<Application["workers"][number]>;

/** The queue worker for all jobs, on CPUs: previews first. */
export const worker = {
  ...working,
  name: "worker",
  queues: ["default", "heavy"],
  jobTimeoutSeconds: 1800,
  role: "cpu-worker",
  claims: workerClaims,
  resources: {
    requests: { cpu: "1", memory: "2Gi" },
    limits: { cpu: "16", memory: "24Gi" },
  },
  scratch: "20Gi",
} satisfies Partial<Application["workers"][number]>;

/** The queue worker that encodes full renders on GPUs, where the others are not enough. */
export const workerHeavy = {
  ...working,
  name: "worker-heavy",
  queues: ["heavy"],
  jobTimeoutSeconds: 1800,
  role: "gpu-worker",
  claims: workerClaims,
  // What a renderer wants of a GPU: AMD's card in staging, slices and cards of NVIDIA in production.
  gpu: { need: "encoder", vendor: "any" },
  encoder: {
    variable: "FFMPEG_HWACCEL",
    values: { nvidia: "nvenc", "amd-rocm": "rocm", "nvidia-tegra": "nvmpi" },
    none: "none",
  },
  // Four of them share the 8 CPUs of a g7e.2xlarge, beside the node's own pods.
  resources: {
    requests: { cpu: "1500m", memory: "4Gi" },
    limits: { cpu: "8", memory: "24Gi" },
  },
  scratch: "20Gi",
} satisfies Partial<Application["workers"][number]>;

/** Where the in-cluster registry is, alike wherever it is used. */
export const inClusterRegistry = {
  nodePort: 30500,
  namespace: "registry",
  pushCredentials: { secretName: "registry-htpasswd", key: "htpasswd" },
  garbageCollection: "30 3 * * 0",
} satisfies Partial<EnvironmentData["registry"]>;

/** The app's repository in the in-cluster registry. */
export const registryImages = {
  kind: "registry",
  repository: "montage-ai",
} satisfies Application["images"]["registry"];

/** Keys in Vault, alike in each environment's own folder. */
export const vaultKeys = { ghcrKey: "ghcr", registryKey: "registry" } satisfies Partial<
  NonNullable<EnvironmentData["vault"]>
>;

/** GitHub's registry, private: pulls without credentials end in 401. */
export const ghcr = {
  kind: "ghcr",
  repository: "ghcr.io/mfahsold/montage-ai",
  pullSecretName: "ghcr-pull",
} satisfies Application["images"]["ghcr"];

/** The team's channel in Slack; each environment has its own. */
export const slackReceiver = {
  kind: "slack",
  name: "slack",
  credential: { key: "alerts", property: "slack-webhook-url" },
  severities: ["critical", "warning"],
} satisfies Partial<NonNullable<EnvironmentData["alerts"]>["receivers"][number]>;
