import { KUBERNETES_SUPPORT } from "../../../environments/facts/kubernetes-support";
import { isProtected } from "../../../environments/protection";
import type { EnvironmentSpec } from "../../../environments/schema";
import { readSynthesized } from "../../../inventory/synthesized";
import { describePlace } from "../../../inventory/model";
import type { RuleResult } from "../../../rules";
import { assumedSituation } from "../../../rules/capacity/summary";
import type { StackRow } from "../../start/overview";
import { ruleHolds } from "../../synthesis/checked";
import type { SynthesizedEnvironment } from "../../synthesis/synthesize";
import type { EnvironmentReport, RuleReport } from "../model/report";
import { capacityReport, whatIfInput } from "./capacity";
import { costReport } from "./cost";
import { poolReports, workloadReports } from "./nodes";
import { imagePaths, storagePaths } from "./paths";
import { scalingOf } from "./scaling";

/** All that the page shows of one environment. */
export function environmentReport(
  { spec, stacks, rules }: SynthesizedEnvironment,
  rows: readonly StackRow[],
): EnvironmentReport {
  const inventory = readSynthesized(stacks.map(({ id, json }) => ({ name: id, json })));
  const situation = assumedSituation(inventory, spec);
  const scaling = scalingOf(spec, inventory, situation);
  return {
    name: spec.name,
    cluster: `${spec.cluster.kind}, Kubernetes ${spec.cluster.kubernetesVersion}${mendedUntil(spec)}`,
    protected: isProtected(spec),
    stacks: rows.filter(({ environment }) => environment === spec.name),
    pools: poolReports(spec),
    workloads: situation === undefined ? [] : workloadReports(situation),
    capacity:
      situation === undefined
        ? { fits: "unknown", pools: [], pending: [], namespaces: [] }
        : capacityReport(situation, inventory),
    scaling: scaling.paths,
    notScaled: scaling.without,
    storage: storagePaths(inventory),
    images: imagePaths(inventory),
    rules: rules.map(ruleReport),
    cost: costReport(spec),
    whatIf: situation && whatIfInput(situation, scaling.loops),
  };
}

function ruleReport(result: RuleResult): RuleReport {
  const { rule, findings } = result;
  return {
    id: rule.id,
    title: rule.title,
    holds: ruleHolds(result),
    findings: findings.map(({ severity, object, place, message, fix, accepted }) => ({
      severity,
      object,
      place: describePlace(place),
      message,
      fix,
      accepted,
    })),
  };
}

/** Until when the Kubernetes of a cluster gets patches, where that is known. */
function mendedUntil({ cluster }: EnvironmentSpec): string {
  const support = KUBERNETES_SUPPORT[cluster.kubernetesVersion];
  const eks = cluster.kind === "eks" ? support?.eks : undefined;
  if (eks !== undefined) return `, in EKS' standard support until ${eks}`;
  return support === undefined ? "" : `, mended upstream until ${support.upstream}`;
}
