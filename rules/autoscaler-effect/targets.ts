import { closest } from "../../environments/suggest";
import { isObject } from "../../inventory/json";
import { indexOf, targetOf } from "../../inventory/inventory-index";
import {
  type Autoscaler,
  describe,
  type Inventory,
  type ObjectName,
  type Workload,
} from "../../inventory/model";
import type { Finding } from "../engine/rule";
import { idleAutoscaler } from "./idle-autoscaler";

/** Kinds of Kubernetes' own that have a number of replicas to set. */
const SCALABLE: readonly string[] = ["Deployment", "StatefulSet", "ReplicaSet"];
/** Workloads that have none, however their target is written. */
const NOT_SCALABLE: ReadonlySet<string> = new Set(["DaemonSet", "Job", "CronJob", "Pod"]);

/** What an autoscaler names as its target. */
export function targets(inventory: Inventory): readonly Finding[] {
  return inventory.autoscalers
    .filter(({ kind, madeByKeda }) => kind !== "ScaledJob" && !madeByKeda)
    .flatMap((autoscaler) => {
      const kind = kindFault(autoscaler);
      return kind === undefined ? elsewhere(autoscaler, inventory) : [kind];
    });
}

function kindFault(autoscaler: Autoscaler): Finding | undefined {
  const { kind, name, apiVersion } = autoscaler.target;
  const keda = autoscaler.kind === "ScaledObject";
  // KEDA takes apps/v1 where nothing is written.
  const group = apiVersion === undefined ? (keda ? "apps" : undefined) : groupOf(apiVersion);
  if (/\$\{|\{\{/.test(`${kind}${apiVersion}`)) return undefined;
  if (NOT_SCALABLE.has(kind) && (group === undefined || isOwn(group))) {
    return idleAutoscaler(
      autoscaler,
      "error",
      `scales ${kind} ${name}, which has no replicas to set: it never becomes ready`,
      kind === "DaemonSet" || kind === "Pod"
        ? "scale a Deployment"
        : "a ScaledJob makes a Job for each piece of work",
    );
  }
  if (group === "extensions" && SCALABLE.includes(kind)) {
    return idleAutoscaler(
      autoscaler,
      "error",
      `names its target by ${apiVersion}, a group without ${kind} since Kubernetes 1.16: the HPA finds nothing to scale`,
      "scaleTargetRef.apiVersion: apps/v1",
    );
  }
  if (group !== "apps" || SCALABLE.includes(kind)) return undefined;
  const guess = closest(kind, SCALABLE);
  return idleAutoscaler(
    autoscaler,
    "error",
    `scales ${kind} ${name} of ${apiVersion ?? "apps/v1"}, which has no such kind: ${keda ? "KEDA refuses it" : "it never becomes active"}`,
    `scaleTargetRef.kind: ${guess ?? "<kind>"}${apiVersion === undefined && guess === undefined ? ", and its apiVersion, which KEDA takes for apps/v1" : ""}`,
  );
}

function groupOf(apiVersion: string): string {
  return apiVersion.replace(/\/.*/, "");
}

function isOwn(group: string): boolean {
  return ["apps", "batch", "v1", "extensions"].includes(group);
}

/** A target that is not in its namespace, and a workload that was meant. */
function elsewhere(autoscaler: Autoscaler, inventory: Inventory): readonly Finding[] {
  const target = targetOf(autoscaler);
  const { workloads } = indexOf(inventory);
  if (!SCALABLE.includes(target.kind) || workloads.find(target) !== undefined) return [];
  const alike = inventory.workloads.filter(({ kind }) => kind === target.kind);
  const said = namespacesSaid(inventory);
  const other = alike.filter(({ name }) => name === target.name);
  const [meant] = other;
  if (meant !== undefined && other.length === 1) {
    // Where a file names none, the apply does, for all its objects.
    if (!said.has(describe(autoscaler)) || !said.has(describe(meant))) return [];
    return [
      idleAutoscaler(
        autoscaler,
        "error",
        `scales ${describe(target)}, in its own namespace; ${describe(meant)} is in another: nothing scales`,
        `metadata.namespace: ${meant.namespace}`,
      ),
    ];
  }
  const near = nearName(target, alike, inventory);
  return near === undefined
    ? []
    : [
        idleAutoscaler(
          autoscaler,
          "warning",
          `scales ${describe(target)}, which is not here; ${describe(near)} is, and has no autoscaler`,
          `scaleTargetRef.name: ${near.name}`,
        ),
      ];
}

function nearName(
  target: ObjectName,
  alike: readonly Workload[],
  inventory: Inventory,
): Workload | undefined {
  const free = alike.filter(
    (workload) =>
      workload.namespace === target.namespace &&
      indexOf(inventory).autoscalersOf(workload).length === 0,
  );
  const guess = closest(
    target.name,
    free.map(({ name }) => name),
  );
  return free.find(({ name }) => name === guess);
}

const NAMESPACES = new WeakMap<Inventory, ReadonlySet<string>>();

/** Objects whose namespace is written, and not left to who applies them. */
function namespacesSaid(inventory: Inventory): ReadonlySet<string> {
  const known = NAMESPACES.get(inventory);
  if (known !== undefined) return known;
  const said = new Set(
    inventory.contents
      .filter(
        ({ value }) =>
          isObject(value) && isObject(value.metadata) && value.metadata.namespace !== undefined,
      )
      .map(describe),
  );
  NAMESPACES.set(inventory, said);
  return said;
}
