import type { QuotaRow } from "../../../environments/nodes/quota-table";
import type { StackRow } from "../../start/overview";
import type { ChangesReport } from "./changes";
import type { PoolReport, WorkloadReport } from "./nodes";
import type { ImagePath, StoragePath } from "./paths";
import type { ScalingPath } from "./scaling";
import type { WhatIfInput } from "./what-if";

/** All that the page shows: what `npm run report -- --json` prints. Times are ISO 8601 in UTC. */
export interface PageReport {
  /** Raised when a member changes its meaning or goes. */
  readonly version: 2;
  readonly generated: string;
  /** Commit that was checked out, shortened, with `+` where files differ from it; undefined: no checkout. */
  readonly commit: string | undefined;
  /** Whether every rule holds in every environment. */
  readonly holds: boolean;
  readonly environments: readonly EnvironmentReport[];
  /** Pairs of an environment and its rehearsal, and what they differ in. */
  readonly parity: readonly ParityReport[];
  readonly charts: readonly ChartReport[];
  /** What environments on EKS need of AWS' quotas. */
  readonly quotas: readonly QuotaReport[];
  /** What {@link CostReport} is computed from, and what it leaves out. */
  readonly priceBasis: string;
  /** What is different from a base; undefined: none was named. */
  readonly changes: ChangesReport | undefined;
}

/** One environment. */
export interface EnvironmentReport {
  readonly name: string;
  /** Kind and version of the cluster, and until when that is mended. */
  readonly cluster: string;
  readonly protected: boolean;
  /** In the order of application. */
  readonly stacks: readonly StackRow[];
  readonly pools: readonly PoolReport[];
  readonly workloads: readonly WorkloadReport[];
  readonly capacity: CapacityReport;
  readonly scaling: readonly ScalingPath[];
  /** Workers without a curve, and why. */
  readonly notScaled: readonly { readonly worker: string; readonly reason: string }[];
  readonly storage: readonly StoragePath[];
  readonly images: readonly ImagePath[];
  readonly rules: readonly RuleReport[];
  readonly cost: CostReport;
  /** What the page recomputes; undefined where no nodes are known. */
  readonly whatIf: WhatIfInput | undefined;
}

/** The rule `capacity` in figures. */
export interface CapacityReport {
  /** `unknown`: no placement was found, and none proven impossible. */
  readonly fits: "yes" | "no" | "unknown";
  /** Filled with the pods that have a place: all of them where everything fits. Empty where no nodes are known. */
  readonly pools: readonly PoolUseReport[];
  /** Workloads of which pods have no place; empty where everything fits. */
  readonly pending: readonly PendingPods[];
  readonly namespaces: readonly NamespaceUse[];
}

/** Pods that stay Pending at maximum scale. */
export interface PendingPods {
  readonly name: string;
  readonly wanted: number;
  readonly placed: number;
}

/** A pool at maximum scale. */
export interface PoolUseReport {
  readonly pool: string;
  readonly nodesNeeded: number;
  readonly nodesMax: number;
  readonly resources: readonly {
    readonly resource: string;
    /** Share of what all its nodes have for pods, 0 to 1. */
    readonly used: number;
    /** The same as people write it, of all nodes: `12 of 24 CPUs`. */
    readonly text: string;
  }[];
}

/** What a namespace's pods come to, of its ResourceQuota. */
export interface NamespaceUse {
  readonly namespace: string;
  readonly resource: string;
  /** Share of the quota, 0 to 1. */
  readonly used: number;
  readonly text: string;
}

/** A rule and its findings. */
export interface RuleReport {
  readonly id: string;
  readonly title: string;
  readonly holds: boolean;
  readonly findings: readonly FindingReport[];
}

export interface FindingReport {
  readonly severity: "error" | "warning";
  readonly object: string;
  /** Stack and address, or file and line. */
  readonly place: string;
  readonly message: string;
  readonly fix: string;
  /** Why it is let pass; undefined: it is not accepted. */
  readonly accepted: string | undefined;
}

export interface ParityReport {
  readonly rehearsal: string;
  readonly rehearsed: string;
  readonly differences: readonly {
    readonly path: string;
    /** As JSON, shortened; `not set` where there is none. */
    readonly left: string;
    readonly right: string;
    /** Why it may differ; undefined: nothing allows it, and the rule environment-parity fails. */
    readonly reason: string | undefined;
  }[];
}

/** A chart of charts.yaml. */
export interface ChartReport {
  readonly name: string;
  readonly version: string;
  readonly does: string;
  /** Environments that install it, each with its own version where it has one. */
  readonly environments: readonly string[];
  /** Kubernetes that it supports, as its object in addons/ says. */
  readonly kubernetes: string;
  /** Releases that its project mends; undefined: it doesn't say. */
  readonly mended: string | undefined;
  /** Newest release that is known, and the day (`YYYY-MM-DD`) on which it was looked up; undefined: none is. */
  readonly newest: { readonly version: string; readonly day: string } | undefined;
  readonly repository: string;
}

export interface QuotaReport extends Pick<
  QuotaRow,
  "environment" | "region" | "name" | "code" | "unit" | "atMaximum" | "whileUpdating" | "newAccount"
> {
  /** A new account has too little. */
  readonly mustBeAsked: boolean;
  /** Command that asks AWS. */
  readonly command: string;
}

/** Upper bound of what instances cost an hour, all pools at their maximum. */
export interface CostReport {
  readonly pools: readonly {
    readonly pool: string;
    /** The dearest of its instance types. */
    readonly instanceType: string;
    readonly nodesMax: number;
    /** US dollars an hour of one node, and of all. */
    readonly eachUsd: number;
    readonly allUsd: number;
  }[];
  /** Undefined where no pool has a price: own machines, and the testbed's. */
  readonly totalUsd: number | undefined;
}
