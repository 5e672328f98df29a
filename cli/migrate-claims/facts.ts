import type {
  KubernetesObject,
  V1Deployment,
  V1Job,
  V1PersistentVolumeClaim,
  V1Pod,
  V1PodSpec,
} from "@kubernetes/client-node";
import { successorName } from "../../environments/claim-names";
import type {
  ApplicationSpec,
  ClaimMove,
  ClaimSpec,
  EnvironmentSpec,
} from "../../environments/schema";
import type { ClusterClient } from "../../runtime/cluster-client";
import { type CopyResult, type MigrationJournal, OWNER_LABEL, type Pass } from "./journal";

/** A claim in the cluster. */
export interface ClaimInCluster {
  readonly name: string;
  readonly uid: string;
  /** `Bound`, or `Pending` until a pod or a provisioner comes. */
  readonly phase: string;
  readonly accessModes: readonly string[];
  readonly className: string | undefined;
  readonly volume: string | undefined;
}

/** A claim of the data, and what there is of it in the cluster. */
export interface ClaimFacts {
  readonly spec: ClaimSpec;
  /** How far the data says it has moved. */
  readonly move: ClaimMove | undefined;
  readonly old: ClaimInCluster | undefined;
  readonly successor: ClaimInCluster | undefined;
  readonly copies: Readonly<Partial<Record<Pass, CopyResult>>>;
  /** Pods that mount the old claim and have not ended. */
  readonly users: readonly PodFacts[];
  /** Pods other than the copy's that mount the successor. */
  readonly successorUsers: readonly PodFacts[];
}

export interface PodFacts {
  readonly name: string;
  readonly node: string | undefined;
}

/** A Deployment that mounts claims of the data, old or new. */
export interface DeploymentFacts {
  readonly name: string;
  readonly replicas: number;
  /** Names of the claims in its pod template. */
  readonly claims: readonly string[];
}

/** Everything that decides on the next step. */
export interface Facts {
  readonly environment: EnvironmentSpec["name"];
  readonly namespace: string;
  /** Class of the storage that the data asks for. */
  readonly className: string;
  readonly claims: readonly ClaimFacts[];
  readonly deployments: readonly DeploymentFacts[];
  readonly journal: MigrationJournal | undefined;
  /** Names of the Jobs that were made here. */
  readonly jobs: readonly string[];
}

/** Claims that an application has; the cache is none where it is an emptyDir. */
export function claimsOf(
  { claims, cacheClaim }: ApplicationSpec,
  { fallbacks }: EnvironmentSpec,
): readonly ClaimSpec[] {
  return claims.filter(({ name }) => fallbacks?.emptyDirCache !== true || name !== cacheClaim);
}

/** Reads the cluster. */
export async function readFacts(
  client: ClusterClient,
  spec: EnvironmentSpec,
  application: ApplicationSpec,
  journal: MigrationJournal | undefined,
): Promise<Facts> {
  const { namespace } = application;
  const [claims, pods, deployments, jobs] = await Promise.all([
    client.list<V1PersistentVolumeClaim & KubernetesObject>(
      "v1",
      "PersistentVolumeClaim",
      namespace,
    ),
    client.list<V1Pod & KubernetesObject>("v1", "Pod", namespace),
    client.list<V1Deployment & KubernetesObject>("apps/v1", "Deployment", namespace),
    client.list<V1Job & KubernetesObject>("batch/v1", "Job", namespace),
  ]);
  const live = new Map(claims.map((claim) => [claim.metadata?.name ?? "", liveClaim(claim)]));
  const users = (claim: string) =>
    pods
      .filter((pod) => isUser(pod) && claimsIn(pod.spec).includes(claim))
      .map(({ metadata, spec: pod }) => ({ name: metadata?.name ?? "", node: pod?.nodeName }));
  const names = claimsOf(application, spec).flatMap(({ name }) => [name, successorName(name)]);
  return {
    environment: spec.name,
    namespace,
    className: spec.storage.className,
    claims: claimsOf(application, spec).map((claim) => ({
      spec: claim,
      move: spec.switches.claimMoves[claim.name],
      old: live.get(claim.name),
      successor: live.get(successorName(claim.name)),
      copies: journal?.copies[claim.name] ?? {},
      users: users(claim.name),
      successorUsers: users(successorName(claim.name)),
    })),
    deployments: deployments
      .map(({ metadata, spec: deployment }) => ({
        name: metadata?.name ?? "",
        replicas: deployment?.replicas ?? 1,
        claims: claimsIn(deployment?.template.spec),
      }))
      .filter(({ claims: mounted }) => mounted.some((claim) => names.includes(claim))),
    journal,
    jobs: jobs.filter(isOurs).map(({ metadata }) => metadata?.name ?? ""),
  };
}

function liveClaim({ metadata, spec, status }: V1PersistentVolumeClaim): ClaimInCluster {
  return {
    name: metadata?.name ?? "",
    uid: metadata?.uid ?? "",
    phase: status?.phase ?? "Pending",
    accessModes: spec?.accessModes ?? [],
    className: spec?.storageClassName,
    volume: spec?.volumeName,
  };
}

/** Has files open, or may have; the copy's own pods have not. */
function isUser(pod: V1Pod): boolean {
  return pod.status?.phase !== "Succeeded" && pod.status?.phase !== "Failed" && !isOurs(pod);
}

function isOurs({ metadata }: KubernetesObject): boolean {
  return Object.entries(OWNER_LABEL).every(([key, value]) => metadata?.labels?.[key] === value);
}

function claimsIn(pod: V1PodSpec | undefined): readonly string[] {
  return (pod?.volumes ?? []).flatMap(
    ({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? [],
  );
}
