import type { EnvironmentData } from "../../environments/schema";
import { claims } from "./claims";
import { settings, submissionSettings } from "./settings";

export * from "./options";
export * from "./web";
export * from "./workers";

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
  published: "ghcr.io/mfahsold/montage-ai",
  queue: "rq",
  user: { uid: 1000, gid: 1000 },
  cacheClaim: "montage-cache",
  claims,
  submissionSettings,
  alertPrefix: "MontageAI",
  signals: {
    // The app takes no job away (job_store.py).
    acceptedJobs: "jobs:timeline",
    updatesChannel: "job_updates",
    webCounters: {
      accepted: "montage_preview_requests_total",
      written: "montage_jobstore_update_attempt_total",
    },
  },
  services: [],
  homeFiles: [],
  containerDefaults: {
    requests: { cpu: "100m", memory: "128Mi" },
    limits: { cpu: "1", memory: "1Gi" },
  },
  settings,
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
