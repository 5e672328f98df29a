import type { DiagnosisId } from "../catalog";

/**
 * What a finding is about, from what everything stands on to what stands on all
 * else. A cause explains only findings of areas that it names.
 */
export const AREAS = [
  "control",
  "nodes",
  "network",
  "storage",
  "registry",
  "secrets",
  "admission",
  "pods",
  "workloads",
  "services",
  "apis",
  "scaling",
  "releases",
  "deletion",
  "code",
] as const;
export type Area = (typeof AREAS)[number];

/**
 * What a finding does to jobs, the worst first: none is done; fewer are done, or
 * later; users are not served; the next change fails; nothing yet.
 */
export const HARMS = ["no-jobs", "fewer-jobs", "users", "next-change", "none"] as const;
export type Harm = (typeof HARMS)[number];

/** What is known of a finding beside its words. */
export interface CauseModel {
  readonly area: Area;
  readonly harm: Harm;
  /** Areas whose findings it explains, where the object of these stands on its own. */
  readonly explains: readonly Area[];
}

/** What works, or does not, while the cluster is as it is. */
const RUNNING = ["pods", "workloads", "services", "apis", "scaling", "registry"] as const;
/** What is to change and does not. */
const CHANGES = ["releases", "deletion"] as const;

const control = {
  area: "control",
  harm: "no-jobs",
  explains: ["admission", ...RUNNING, ...CHANGES],
} as const;
const node = {
  area: "nodes",
  harm: "fewer-jobs",
  explains: ["control", "network", "storage", "secrets", ...RUNNING, ...CHANGES],
} as const;
const storage = {
  area: "storage",
  harm: "no-jobs",
  explains: [...RUNNING, ...CHANGES],
} as const;
const refusal = {
  area: "admission",
  harm: "fewer-jobs",
  explains: ["control", "network", "secrets", ...RUNNING, ...CHANGES],
} as const;
const pod = {
  area: "pods",
  harm: "fewer-jobs",
  explains: [
    "control",
    "network",
    "secrets",
    "admission",
    "workloads",
    "services",
    "apis",
    "scaling",
    "registry",
    ...CHANGES,
  ],
} as const;
const workload = {
  area: "workloads",
  harm: "no-jobs",
  explains: [
    "control",
    "network",
    "secrets",
    "admission",
    "services",
    "apis",
    "scaling",
    "registry",
    "storage",
    "pods",
    ...CHANGES,
  ],
} as const;
const scaling = { area: "scaling", harm: "fewer-jobs", explains: ["code"] } as const;
const secret = { area: "secrets", harm: "next-change", explains: ["pods", ...CHANGES] } as const;
const release = { area: "releases", harm: "next-change", explains: [] } as const;
const code = { area: "code", harm: "none", explains: [] } as const;

/** Of every diagnosis which others it explains. */
export const CAUSES = {
  "control-loop-stopped": control,
  "node-not-ready": node,
  "node-under-pressure": node,
  "node-cordoned": { ...node, harm: "none" },
  "nodes-closed": { ...node, harm: "no-jobs", explains: ["nodes", ...node.explains] },
  "node-group-unhealthy": node,
  "node-group-unknown": { ...node, harm: "none", explains: [] },
  "quota-too-small": { ...node, explains: [] },
  "prerequisite-missing": { ...node, explains: ["storage", ...RUNNING, ...CHANGES] },
  "dns-down": {
    area: "network",
    harm: "no-jobs",
    explains: [...RUNNING, "secrets", "releases"],
  },
  "policies-not-enforced": { area: "network", harm: "none", explains: [] },
  "claim-class-missing": storage,
  "claim-not-provisioned": storage,
  "claim-lost": storage,
  "claim-not-resized": { ...storage, harm: "next-change" },
  "volume-failed": { ...storage, harm: "none", explains: ["storage"] },
  "registry-down": {
    area: "registry",
    harm: "fewer-jobs",
    explains: ["pods", "workloads", "services", "apis", "scaling", ...CHANGES],
  },
  "node-port-not-on-loopback": {
    area: "registry",
    harm: "fewer-jobs",
    explains: ["pods", "workloads", "services", "apis", "scaling", ...CHANGES],
  },
  "kube-proxy-differs": { area: "registry", harm: "next-change", explains: [] },
  "registry-full": { area: "registry", harm: "next-change", explains: ["code"] },
  "registry-open": { area: "registry", harm: "none", explains: [] },
  "secret-store-not-ready": { ...secret, explains: ["secrets", ...secret.explains] },
  "external-secret-not-synced": secret,
  "external-secret-stale": secret,
  "certificate-expired": {
    ...secret,
    explains: ["secrets", "admission", "apis", "registry", "pods", ...CHANGES],
  },
  "webhook-without-endpoints": {
    area: "apis",
    harm: "next-change",
    explains: ["admission", "pods", "workloads", "services", "scaling", ...CHANGES],
  },
  "pods-refused-quota": refusal,
  "pods-refused-security": refusal,
  "pods-refused-limits": refusal,
  "pods-refused": refusal,
  "pod-volume-elsewhere": pod,
  "pod-claim-missing": pod,
  "pod-node-selector": pod,
  "pod-taint": pod,
  "pod-no-room": pod,
  "pod-host-port": pod,
  "pod-separation": pod,
  "pod-not-scheduled": pod,
  "pod-gated": pod,
  "pod-device-missing": pod,
  "pod-not-starting": pod,
  "pod-evicted": { ...pod, harm: "none" },
  "volume-not-mounted": pod,
  "image-unauthorized": pod,
  "image-name-not-resolved": pod,
  "image-not-found": pod,
  "image-name-invalid": pod,
  "image-registry-unreachable": pod,
  "image-http-registry": pod,
  "image-certificate": pod,
  "image-rate-limit": pod,
  "image-wrong-platform": pod,
  "image-no-disk": pod,
  "image-pull": pod,
  "container-not-created": pod,
  "container-crash-loop": pod,
  "container-out-of-memory": pod,
  "workload-off": { ...workload, explains: [...workload.explains, "code"] },
  "workload-not-ready": workload,
  "rollout-stuck": { ...workload, harm: "next-change", explains: CHANGES },
  "rollout-paused": { ...workload, harm: "next-change", explains: [...CHANGES, "code"] },
  "job-failed": { ...workload, harm: "next-change", explains: CHANGES },
  "cronjob-suspended": { ...workload, harm: "none", explains: ["code"] },
  "service-without-endpoints": {
    area: "services",
    harm: "users",
    explains: ["apis", "scaling", "pods", "workloads", "secrets", "releases"],
  },
  "api-unavailable": { area: "apis", harm: "fewer-jobs", explains: ["scaling", "deletion"] },
  "api-missing": { area: "apis", harm: "no-jobs", explains: ["scaling", "releases", "code"] },
  "scaler-not-ready": scaling,
  "scaler-paused": scaling,
  "scaler-in-fallback": scaling,
  "scaler-trigger-fails": { ...scaling, explains: ["scaling", "code"] },
  "scaler-stands-still": { ...scaling, harm: "no-jobs", explains: ["services", "code"] },
  "hpa-no-metrics": scaling,
  "hpa-cannot-scale": scaling,
  "foreign-field-manager": { area: "code", harm: "next-change", explains: ["code"] },
  "release-locked": release,
  "release-failed": release,
  "stuck-terminating": { area: "deletion", harm: "next-change", explains: ["deletion", "code"] },
  "stack-left": code,
  "drift-from-code": code,
} as const satisfies Readonly<Record<DiagnosisId, CauseModel>>;

/** Findings of rules that say why something does not work. */
export const RULE_CAUSES: Readonly<Record<string, CauseModel>> = {
  "rule-autoscaler-ownership": { area: "workloads", harm: "fewer-jobs", explains: ["scaling"] },
  // What has no room on the nodes and in the quota as they are now: nodes that are away explain it.
  "rule-capacity": { area: "workloads", harm: "none", explains: [] },
};

/** Findings of other rules: what is there is not as it should be, and works meanwhile. */
export const RULE_FINDING: CauseModel = { area: "code", harm: "none", explains: [] };
