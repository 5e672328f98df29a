import type {
  ChartCrds,
  ChartEvidence,
  ChartSupport,
  MetricsApi,
  SupportPolicy,
} from "./chart-facts";
import type { ChartPods } from "./chart-pods";
import type { AddonInput, ClusterKind, PlatformNamespace } from "./input";
import type { KeptValue } from "./kept";
import type { NetworkNeeds } from "./network";
import type { AddonRight } from "./rights";
import type { Values } from "./values";

/** Where a chart's release is. */
export type ChartNamespace =
  /** One that several add-ons or the environment's data know: its name is in `platform.namespaces`; `system` is kube-system. */
  | PlatformNamespace
  /** One of its own, there while the add-on is on. */
  | {
      readonly name: string;
      /** Pods that break this level are refused: https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
      readonly enforce: "privileged" | "baseline" | "restricted";
    };

/** What is known of a chart that this project installs; its release has the chart's name. */
interface Chart<Name extends string> {
  /** Of the chart, and of the file with this object. */
  readonly name: Name;
  /** What it does, in a few words. */
  readonly summary: string;
  readonly namespace: ChartNamespace;
  /** @default it brings none */
  readonly crds?: ChartCrds;
  /** Of the pinned series and of those that a rollback takes. @default not known, or decided by the values */
  readonly support?: readonly ChartSupport[];
  /** @default the project does not say how long */
  readonly supported?: SupportPolicy;
  /** What is known of the pinned version, and of others that were looked at for it. */
  readonly evidence: readonly ChartEvidence[];
  /** Jobs of hooks left out: they are gone before the release is ready. */
  readonly pods: readonly ChartPods[];
  /** Metrics APIs that a release with these values registers; from its APIService templates. @default none */
  readonly metricsApis?: (values: Values) => readonly MetricsApi[];
  /** Values that `platform.chartValues` leaves alone, beside those of all charts. @default no others */
  readonly keeps?: readonly KeptValue[];
  /** The chart's values, no more than differs from its defaults. */
  readonly values: (
    input: AddonInput,
    /** The release's namespace, in a stack as an attribute of the one created: using it orders. */
    namespace: string,
  ) => object;
}

/** An add-on of the platform. */
interface PlatformChart<Name extends string> extends Chart<Name> {
  /** Kinds of cluster that it is for. @default all */
  readonly clusters?: readonly ClusterKind[];
  /** Names of add-ons whose releases come before it and go after it, where they are installed. @default none */
  readonly after?: readonly string[];
  /** Who may connect to its pods, and where they may connect to. */
  readonly network?: (input: AddonInput) => NetworkNeeds;
  /** What its accounts are kept to, and given, beside what the chart gives them. @default nothing */
  readonly rights?: (input: AddonInput) => readonly AddonRight[];
}

/** An add-on that each environment switches on or off. */
export interface SwitchedAddon<Name extends string = string> extends PlatformChart<Name> {
  readonly kind: "switched";
  /** What it is where an environment's switches say nothing of it: wrong, or off. */
  readonly unsaid: "refused" | "off";
  /** An add-on that it does nothing without, and what it lacks then. @default none */
  readonly needs?: { readonly addon: string; readonly message: string };
  /** What it does that only its `clusters` have, for the message where it is on elsewhere. */
  readonly serves?: string;
}

/** A part of the platform that every environment has. */
export interface PermanentAddon<Name extends string = string> extends PlatformChart<Name> {
  readonly kind: "permanent";
}

/** The driver of a kind of storage; the storage stack installs it. */
export interface StorageDriver<
  Name extends string = string,
  Storage extends string = string,
> extends Chart<Name> {
  readonly kind: "storage-driver";
  /** Kind of storage that needs it. */
  readonly storage: Storage;
}

/** A chart that this project installs, whatever for. */
export type AnyChart = SwitchedAddon | PermanentAddon | StorageDriver;
