import { loadEnvironment } from "../../environments";
import type { ConfigurationError } from "../../environments/errors";
import type { EnvironmentSpec } from "../../environments/schema";
import { type ClusterAddress, type Get, kubectlGet, readObjects } from "../../inventory/cluster";
import { isObject, type JsonObject } from "../../inventory/json";
import type { Inventory } from "../../inventory/model";
import { readForeignObjects } from "../../inventory/reading";
import { clusterAccess, clusterVariables } from "../../runtime/cluster-access";
import { usageError } from "../../runtime/command-line";
import { inventoryOfCode } from "../synthesis/inventory-of-code";
import { type EnvironmentPlan, planEnvironment } from "../operation/plan-environment";
import type { DriftArguments } from "./arguments";
import { readerOfLists } from "./live-objects";
import { type HelmRevision, readRevision } from "./release-secret";
import { lastRevisions, objectDrift, type ReleaseDrift, releaseDrift } from "./releases";

/** How an environment differs from its code. */
export interface Drift {
  readonly environment: string;
  readonly context: string;
  /** Undefined: it was not asked for. */
  readonly plan: EnvironmentPlan | undefined;
  readonly releases: readonly ReleaseDrift[];
  /** Releases and objects that were compared. */
  readonly compared: { readonly releases: number; readonly objects: number };
  /** What could not be read, and so was not compared. */
  readonly unread: readonly string[];
}

/** What is asked of the cluster beside the releases: who decides on replicas. */
const KINDS = [
  { kind: "Secret", group: "", fieldSelectors: ["type=helm.sh/release.v1"] },
  { kind: "HorizontalPodAutoscaler", group: "autoscaling" },
  { kind: "ScaledObject", group: "keda.sh" },
];

/**
 * Plans every stack, and compares each release of the cluster with the code and
 * each of its objects with the release. Nothing is changed anywhere.
 *
 * @throws ConfigurationError for wrong data, and when the cluster does not answer
 */
export async function findDrift(args: DriftArguments, say: (line: string) => void): Promise<Drift> {
  const spec = loadEnvironment(args.environment, process.env);
  const access = clusterAccess(args, spec);
  const plan = args.withoutPlan
    ? undefined
    : await planEnvironment({
        environment: args.environment,
        ...(args.binary === undefined ? {} : { binary: args.binary }),
        env: clusterVariables(args),
        say,
      });
  say(`Reading the releases of cluster ${access.context} ...`);
  return {
    environment: spec.name,
    context: access.context,
    plan,
    ...(await compareReleases(spec, inventoryOfCode(spec), access, kubectlGet(access))),
  };
}

/** The releases of a cluster against the code, and their objects against the releases. */
export async function compareReleases(
  spec: EnvironmentSpec,
  code: Inventory,
  access: ClusterAddress,
  get: Get,
): Promise<Pick<Drift, "releases" | "compared" | "unread">> {
  const { objects, problems } = await readObjects(access, KINDS, get, spec);
  const refused = problems.find(({ message }) => message.startsWith("Secret"));
  if (refused !== undefined) throw unreadable(access, refused.message);
  const { inventory } = readForeignObjects(
    objects.filter(({ object }) => object.kind !== "Secret"),
  );
  const unread: string[] = problems.map(({ message }) => message);
  const revisions = lastRevisions(
    objects.flatMap(({ object }) => (object.kind === "Secret" ? revisionOf(object, unread) : [])),
  );
  const namespaces = [
    ...Object.values(spec.platform.namespaces),
    ...code.namespaces.map(({ name }) => name),
  ];
  const ours = revisions.filter(({ namespace, name }) =>
    code.helmReleases.some((release) => release.namespace === namespace && release.name === name),
  );
  const read = readerOfLists(get);
  const compared = await Promise.all(
    ours.map((revision) => objectDrift(revision, inventory, read)),
  );
  unread.push(...compared.flatMap(({ failures }) => failures));
  return {
    releases: [
      ...releaseDrift(code.helmReleases, revisions, namespaces),
      ...compared.flatMap(({ drifts }) => drifts),
    ],
    compared: {
      releases: ours.length,
      objects: compared.reduce((sum, { objects: some }) => sum + some, 0),
    },
    unread: [...new Set(unread)],
  };
}

function revisionOf(secret: JsonObject, unread: string[]): readonly HelmRevision[] {
  const { data, metadata } = secret;
  try {
    return [readRevision(isObject(data) ? String(data.release) : "")];
  } catch {
    const name = isObject(metadata) ? String(metadata.name) : "";
    unread.push(`Secret ${name} holds no release that can be read`);
    return [];
  }
}

function unreadable({ context }: ClusterAddress, message: string): ConfigurationError {
  return usageError(
    context,
    `the releases cannot be read: ${message}`,
    "use a context whose user may list Secrets: Helm keeps its releases in them",
    "--context",
  );
}
