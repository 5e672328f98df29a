import type { EnvironmentData } from "../../environments/schema";
import { submissionSettings } from "./settings";

type Application = EnvironmentData["applications"][number];

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

/**
 * Renders as Kubernetes Jobs of the app's own (job_submitter.py and render_engine.py of d5eade7):
 * they speak neither Redis nor the API. JobSets are not granted: the app names the API group
 * `batch.jobset.sigs.k8s.io`, which no release of JobSet serves.
 */
export const clusterMode = {
  settings: submissionSettings.with,
  submission: {
    components: ["scene-detection", "encoder", "distributed-rendering"],
    labels: ["fluxibri.ai/project", "fluxibri.ai/tier"],
    configMapPrefix: "scene-detect-config-",
    // A failed Job's log is shown to the user.
    readsLogs: true,
    // Encoders are chosen by the nodes' labels and architectures.
    listsNodes: true,
  },
} satisfies Pick<Application, "settings" | "submission">;

/** Label of the k3s machines that may run the cgpu proxy. */
export const CGPU_MACHINE = "fluxibri.ai/cgpu-enabled";

const CGPU = { name: "cgpu-server", port: 8080 };

/**
 * A proxy to cloud GPUs and Gemini, which web and workers use; they run `cgpu` themselves as
 * well. It is one replica with one login. Its credentials are Secrets that a person brings;
 * without them it runs but answers nothing.
 */
export const cgpu = {
  settings: {
    CGPU_ENABLED: "true",
    CGPU_HOST: { from: "service-host", service: CGPU.name },
    CGPU_PORT: { from: "service-port", service: CGPU.name },
  },
  service: {
    ...CGPU,
    component: "cgpu",
    command: ["cgpu", "serve", "--host", "0.0.0.0", "--port", String(CGPU.port)],
    variables: {
      HOME: { from: "home" },
      // cgpu runs on its own login without the key.
      GEMINI_API_KEY: {
        from: "secret",
        secretName: "gemini-api-key",
        key: "api-key",
        optional: true,
      },
      GOOGLE_API_KEY: {
        from: "secret",
        secretName: "gemini-api-key",
        key: "api-key",
        optional: true,
      },
    },
    replicas: 1,
    resources: { requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "2", memory: "4Gi" } },
    scratch: "1Gi",
    // What cgpu writes beside its login is not known.
    writableRoot: true,
    machineLabel: CGPU_MACHINE,
  },
  login: {
    name: "cgpu-login",
    secretName: "cgpu-credentials",
    files: {
      "config.json": ".config/cgpu/config.json",
      "session.json": ".config/cgpu/state/session.json",
    },
  },
} satisfies {
  settings: Application["settings"];
  service: Application["services"][number];
  login: Application["homeFiles"][number];
};
