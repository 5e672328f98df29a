import type { Diagnosis, Examination } from "./examination";
import { describeEnforcement } from "./platform/network-policies";
import { describeUse, registryClaims } from "./platform/registry";

/** A part of the cluster that was looked at. */
export interface Look {
  readonly part: string;
  /** Counts, in few words. */
  readonly seen: string;
  /** Diagnoses that are about it. */
  readonly errors: number;
}

interface Part {
  readonly part: string;
  readonly ids: RegExp;
  seen(examination: Examination): string;
}

const PARTS: readonly Part[] = [
  {
    part: "nodes",
    ids: /^node-/,
    seen: ({ live: { nodes } }) =>
      `${nodes.length}, ${nodes.filter(({ shape, conditions }) => shape.name !== "" && conditions.some(({ type, status }) => type === "Ready" && status === "True")).length} ready`,
  },
  {
    part: "pods",
    ids: /^(pod|container|rollout|stuck)/,
    seen: ({ live: { pods } }) => {
      const count = (phase: string) => pods.filter((pod) => pod.phase === phase).length;
      return `${pods.length}: ${count("Running")} running, ${count("Pending")} pending, ${count("Succeeded") + count("Failed")} ended`;
    },
  },
  {
    part: "images",
    ids: /^image-/,
    seen: ({ live: { pods } }) =>
      `${new Set(pods.flatMap(({ template }) => template.containers.map(({ image }) => image))).size} images`,
  },
  {
    part: "claims and volumes",
    ids: /^(claim|volume)-/,
    seen: ({ live: { claims, volumes } }) =>
      `${claims.length} claims, ${claims.filter(({ phase }) => phase === "Bound").length} bound; ${volumes.length} volumes`,
  },
  {
    part: "autoscalers",
    ids: /^(scaler|hpa)-/,
    seen: ({ live: { scalers } }) =>
      Object.entries({
        HorizontalPodAutoscaler: "HPAs",
        ScaledObject: "ScaledObjects",
        ScaledJob: "ScaledJobs",
      })
        .map(([kind, name]) => `${scalers.filter((each) => each.kind === kind).length} ${name}`)
        .join(", "),
  },
  {
    part: "aggregated APIs",
    ids: /^api-/,
    seen: ({ live: { apiServices } }) =>
      apiServices
        .filter(({ service }) => service !== undefined)
        .map(({ name }) => name)
        .join(", ") || "none",
  },
  {
    part: "admission webhooks",
    ids: /^webhook-/,
    seen: ({ live: { webhooks } }) =>
      `${new Set(webhooks.map(({ kind, name }) => `${kind} ${name}`)).size} configurations`,
  },
  {
    part: "external secrets",
    ids: /^(external-secret|secret-store)/,
    seen: ({ live: { syncedSecrets, secretStores } }) =>
      `${syncedSecrets.length} of ${secretStores.length} stores`,
  },
  {
    part: "helm releases",
    ids: /^release-/,
    seen: ({ live: { releases } }) =>
      `${new Set(releases.map(({ namespace, release }) => `${namespace}/${release}`)).size}`,
  },
  {
    part: "registry",
    ids: /^registry-/,
    seen: (examination) =>
      registryClaims(examination)
        .map((claim) => describeUse(claim, examination))
        .join("; ") || "none in the cluster",
  },
  {
    part: "prerequisites",
    ids: /^prerequisite-/,
    seen: ({ spec }) =>
      spec === undefined ? "not looked at: no environment" : `of ${spec.name}'s data`,
  },
  { part: "network policies", ids: /^policies-/, seen: describeEnforcement },
  { part: "rules", ids: /^rule-/, seen: () => "see npm run check -- --cluster" },
  {
    part: "code",
    ids: /^drift-/,
    seen: ({ spec }) => (spec === undefined ? "not compared: no environment" : spec.name),
  },
];

/** What was looked at, and what is wrong with it. */
export function summarize(
  examination: Examination,
  diagnoses: readonly Diagnosis[],
): readonly Look[] {
  return PARTS.map(({ part, ids, seen }) => ({
    part,
    seen: seen(examination),
    errors: diagnoses.filter(({ id, severity }) => severity === "error" && ids.test(id)).length,
  }));
}
