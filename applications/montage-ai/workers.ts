import type { EnvironmentData } from "../../environments/schema";
import { workerClaims } from "./claims";
import { ownVariables, redisVariables } from "./variables";

type Application = EnvironmentData["applications"][number];

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
