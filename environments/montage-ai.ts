import type { EnvironmentData } from "./schema";

type Application = EnvironmentData["applications"][number];

/**
 * montage-ai as all environments share it; figures from the app's own
 * deployment (repository mfahsold/montage-ai, deploy/k3s).
 */
export const montageAi = {
  name: "montage-ai",
  // Its state is from the time when it was the only application.
  stack: "workload",
  namespace: "montage-ai",
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
  cgpu: {
    // A proxy without a login answers nothing, and nobody has brought one.
    enabled: false,
    replicas: 1,
    port: 8080,
    resources: { requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "2", memory: "4Gi" } },
    credentialsSecretName: "cgpu-credentials",
  },
  containerDefaults: {
    requests: { cpu: "100m", memory: "128Mi" },
    limits: { cpu: "1", memory: "1Gi" },
  },
  settings: {
    CUT_STYLE: "dynamic",
    STABILIZE: "false",
    UPSCALE: "false",
    ENHANCE: "false",
    // A job renders in the worker that took it: the queue is what scales. With "true" each render
    // submits CLUSTER_PARALLELISM jobs of its own, and the quota must hold them for every worker.
    // Token, rights and the way to the API follow it, and so does DEPLOYMENT_MODE.
    CLUSTER_MODE: "false",
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
  // Without a language model the app edits by its style templates; environments that have one name it.
  egresses: [],
  secrets: [],
} satisfies Partial<Application>;

/** The web front; replicas differ by environment. */
export const web = {
  port: 8080,
  livenessPath: "/health",
  readinessPath: "/api/status",
  cpuUtilization: 70,
  // Nothing asks for a login, so what is not for users stays inside: app-contract.yaml says which, and why.
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

/** The queue worker for all jobs, on CPUs: previews first. */
export const worker = {
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
  name: "worker-heavy",
  queues: ["heavy"],
  jobTimeoutSeconds: 1800,
  role: "gpu-worker",
  claims: workerClaims,
  // What a renderer wants of a GPU: AMD's card in staging, slices and cards of NVIDIA in production.
  gpu: { need: "encoder", vendor: "any" },
  // Four of them share the 8 CPUs of a g7e.2xlarge, beside the node's own pods.
  resources: {
    requests: { cpu: "1500m", memory: "4Gi" },
    limits: { cpu: "8", memory: "24Gi" },
  },
  scratch: "20Gi",
} satisfies Partial<Application["workers"][number]>;

/**
 * LiteLLM in the namespace llama-box-system: one address for all language models, speaking
 * OpenAI's API. Names and values are those of the app's own deployment (deploy/k3s/base of
 * d5eade7). The app uses it only if both variables are set: without a model it goes to Ollama.
 */
export const liteLlm = {
  settings: {
    OPENAI_API_BASE: "http://litellm.llama-box-system.svc.cluster.local:4000/v1",
    OPENAI_MODEL: "eco",
  },
  egress: {
    name: "litellm",
    to: { kind: "namespace", namespace: "llama-box-system" },
    ports: [4000],
  },
  secret: {
    name: "litellm-auth",
    vaultKey: "litellm",
    variables: { LITELLM_API_KEY: "api-key" },
  },
} satisfies {
  settings: Application["settings"];
  egress: Application["egresses"][number];
  secret: Application["secrets"][number];
};

/** Where the in-cluster registry is, alike wherever it is used. */
export const inClusterRegistry = {
  kind: "registry",
  repository: "montage-ai",
  nodePort: 30500,
  namespace: "registry",
  pushCredentials: { secretName: "registry-htpasswd", key: "htpasswd" },
  garbageCollection: "30 3 * * 0",
} satisfies Partial<EnvironmentData["images"]["registry"]>;

/** Keys in Vault, alike in each environment's own folder. */
export const vaultKeys = { ghcrKey: "ghcr", registryKey: "registry" } satisfies Partial<
  NonNullable<EnvironmentData["vault"]>
>;

/** GitHub's registry, private: pulls without credentials end in 401. */
export const ghcr = {
  kind: "ghcr",
  repository: "ghcr.io/mfahsold/montage-ai",
  pullSecretName: "ghcr-pull",
} satisfies EnvironmentData["images"]["ghcr"];

/** The team's channel in Slack; each environment has its own. */
export const slackReceiver = {
  kind: "slack",
  name: "slack",
  credential: { key: "alerts", property: "slack-webhook-url" },
  severities: ["critical", "warning"],
} satisfies Partial<NonNullable<EnvironmentData["alerts"]>["receivers"][number]>;
