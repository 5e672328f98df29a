import path from "node:path";
import type { EnvironmentSpec } from "../../environments/schema";
import { type ClusterAddress, clusterOptions } from "../../runtime/kubectl";
import type { Condition, LiveCluster } from "../../inventory/live";
import { describe, type Inventory, type ObjectName } from "../../inventory/model";
import type { Severity } from "../../rules";
import type { DiagnosisId } from "./catalog";

/** What a diagnosis looks at. */
export interface Examination {
  readonly live: LiveCluster;
  readonly inventory: Inventory;
  /** Undefined: a cluster that this project has no data of. */
  readonly spec: EnvironmentSpec | undefined;
  readonly access: ClusterAddress;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How full the volumes of the registry are, where a kubelet said it. */
  readonly volumeUse: readonly VolumeUse[];
  /** What KEDA's metrics say of the queues of workloads without replicas. */
  readonly queueLengths: readonly QueueLength[];
  /** Addresses of nodes at which the registry answers this machine. */
  readonly openRegistryPorts: readonly OpenNodePort[];
  /** What containers that end again and again wrote last. */
  readonly crashLogs: readonly CrashLog[];
  /** Objects that stayed behind their spec between two looks. */
  readonly stillBehind: readonly BehindObject[];
  /** Kinds that the API server does not serve, as far as they were asked for. */
  readonly unservedKinds: ReadonlySet<string>;
  /** Kinds of which some or all objects could not be read: that one is not there says nothing. */
  readonly unreadKinds: ReadonlySet<string>;
}

/** An object whose controller does not act. */
export interface BehindObject {
  readonly object: ObjectName;
  /** What of it is not done, in few words. */
  readonly how: string;
}

/** A port of the nodes that answers beside loopback. */
export interface OpenNodePort {
  /** NodePort Service. */
  readonly service: ObjectName;
  /** `host:port`; IPv6 in brackets. */
  readonly address: string;
}

/** One of a ScaledObject's metrics. */
export interface QueueLength {
  readonly scaler: ObjectName;
  readonly metric: string;
  /** Entries, as KEDA reads them now. */
  readonly value: number;
}

/** How full the volume of a claim is, in bytes. */
export interface VolumeUse {
  readonly claim: ObjectName;
  readonly used: number;
  readonly capacity: number;
}

/** The end of the log of a container's last run. */
export interface CrashLog {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly text: string;
}

/** One thing that is wrong in a cluster. */
export interface Diagnosis {
  /** Of the catalog, or `rule-<id>` for a rule's finding. */
  readonly id: DiagnosisId | `rule-${string}`;
  readonly severity: Severity;
  /** Kind, namespace and name. */
  readonly object: string;
  /** What is wrong and why, as the objects say it. */
  readonly cause: string;
  /** What Kubernetes says of it: lines of events and conditions. */
  readonly evidence: readonly string[];
  /** What to do. */
  readonly fix: string;
  /** To be pasted into a shell; undefined: there is no one command. */
  readonly command: string | undefined;
}

/** Looks for some of the catalog's diagnoses. */
export type Diagnoser = (examination: Examination) => readonly Diagnosis[];

const MINUTE = 60_000;
/** Younger than this, an object may still be on its way. */
export const SETTLING_MS = MINUTE;

/** A diagnosis of one object, an error unless said otherwise. */
export function diagnosis(
  object: ObjectName,
  rest: Omit<Diagnosis, "object" | "severity" | "evidence" | "command"> &
    Partial<Pick<Diagnosis, "severity" | "evidence" | "command">>,
): Diagnosis {
  const { evidence = [], severity = "error", command, ...said } = rest;
  return {
    ...said,
    severity,
    object: describe(object),
    evidence: [...new Set(evidence.filter((line) => line !== ""))],
    command,
  };
}

/** kubectl with the cluster's kubeconfig and context, as a line for a shell in any folder. */
export function kubectl(
  { access }: Pick<Examination, "access">,
  namespace: string | undefined,
  ...args: readonly string[]
): string {
  const { context } = access;
  return line([
    "kubectl",
    ...clusterOptions({ kubeconfig: absoluteKubeconfig(access), context }),
    ...(namespace === undefined ? [] : ["-n", namespace]),
    ...args,
  ]);
}

/** Helm with the cluster's kubeconfig and context, as a line for a shell in any folder. */
export function helm(
  { access }: Pick<Examination, "access">,
  namespace: string,
  ...args: readonly string[]
): string {
  const kubeconfig = absoluteKubeconfig(access);
  return line([
    "helm",
    ...(kubeconfig === undefined ? [] : ["--kubeconfig", kubeconfig]),
    "--kube-context",
    access.context,
    "-n",
    namespace,
    ...args,
  ]);
}

function absoluteKubeconfig({ kubeconfig }: ClusterAddress): string | undefined {
  return kubeconfig === undefined ? undefined : path.resolve(kubeconfig);
}

function line(words: readonly string[]): string {
  return words.map(quoted).join(" ");
}

/** A word as a shell takes it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Events about an object, the newest first, as `Reason: message (n times)`. */
export function eventsOf(
  { live }: Pick<Examination, "live">,
  { kind, namespace, name }: ObjectName,
  reason?: RegExp,
): readonly string[] {
  return live.events
    .filter(
      ({ about }) => about.kind === kind && about.namespace === namespace && about.name === name,
    )
    .filter((event) => reason === undefined || reason.test(event.reason))
    .toSorted((left, right) => (right.last ?? 0) - (left.last ?? 0))
    .map(
      ({ reason: said, message, count }) =>
        `${said}: ${oneLine(message)}${count > 1 ? ` (${count} times)` : ""}`,
    );
}

/** A condition on one line: `Ready=False SecretSyncedError: could not get secret data`. */
export function describeCondition({ type, status, reason, message }: Condition): string {
  return `${type}=${status} ${reason}: ${oneLine(message)}`;
}

/** `kubectl describe` of an object. */
export function describeCommand(
  examination: Pick<Examination, "access">,
  { kind, namespace, name }: ObjectName,
): string {
  return kubectl(examination, namespace, "describe", kind.toLowerCase(), name);
}

/** Text without line breaks. */
export function oneLine(message: string): string {
  return message.replace(/\s+/g, " ").trim();
}

/** `3 h`, `2 d`, as people say how old something is; undefined: unknown. */
export function age(now: number, since: number | undefined): string {
  if (since === undefined) return "unknown age";
  const minutes = Math.max(0, Math.round((now - since) / MINUTE));
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} d`;
}

/** Whether two names are of one object. */
export function isSame(left: ObjectName, right: ObjectName): boolean {
  return left.kind === right.kind && left.namespace === right.namespace && left.name === right.name;
}

/** What made an object in the end: a pod's Deployment, not its ReplicaSet. */
export function rootOwner({ live }: Pick<Examination, "live">, object: Owned): ObjectName {
  const { owner } = object;
  if (owner === undefined) return object;
  const found = live.controllers.find((controller) => isSame(controller, owner));
  return found === undefined ? owner : rootOwner({ live }, found);
}
interface Owned extends ObjectName {
  readonly owner: ObjectName | undefined;
}

/** `deployment/worker`, as kubectl takes it. */
export function asArgument({ kind, name }: ObjectName): string {
  return `${kind.toLowerCase()}/${name}`;
}
