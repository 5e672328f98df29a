import { indexOf, targetOf } from "../../inventory/inventory-index";
import {
  type Autoscaler,
  type Container,
  describe,
  describePlace,
  type Inventory,
  type ResourceMetric,
} from "../../inventory/model";
import type { Beside } from "../engine/beside";
import type { Finding } from "../engine/rule";
import { idleAutoscaler } from "./idle-autoscaler";

/**
 * A share of the requests needs requests, of every container that counts; KEDA
 * refuses its triggers without, whatever their type. A LimitRange may write them in.
 *
 * Source: kubernetes v1.35.4 pkg/controller/podautoscaler/replica_calculator.go
 * (`calculateRequests`); KEDA v2.20.2 apis/keda/v1alpha1/scaledobject_webhook.go
 * (`verifyCPUMemoryScalers`)
 */
export function measurable(inventory: Inventory, beside: Beside | undefined): readonly Finding[] {
  // A namespace's LimitRange is as often in a folder of its own as beside the workload.
  const all = beside?.all.map((part) => part.inventory) ?? [inventory];
  return inventory.autoscalers.flatMap((autoscaler) =>
    autoscaler.resourceMetrics
      .filter(({ target }) => target === "Utilization" || autoscaler.kind === "ScaledObject")
      .flatMap((metric) => withoutRequests(autoscaler, metric, inventory, all)),
  );
}

function withoutRequests(
  autoscaler: Autoscaler,
  { resource, container }: ResourceMetric,
  inventory: Inventory,
  all: readonly Inventory[],
): readonly Finding[] {
  const workload = indexOf(inventory).workloads.find(targetOf(autoscaler));
  const byDefault = all
    .flatMap((each) => indexOf(each).limitRanges.in(autoscaler.namespace))
    .flatMap(({ limits }) => limits)
    .some(
      ({ type, defaultRequest, default: limit }) =>
        type === "Container" &&
        (defaultRequest[resource] !== undefined || limit[resource] !== undefined),
    );
  if (workload === undefined || byDefault) return [];
  const without = workload.pod.containers.filter(
    (each) =>
      (!each.init || each.sidecar) &&
      (container === undefined || each.name === container) &&
      !asks(each, resource),
  );
  if (without.length === 0) return [];
  const names = without.map(({ name }) => name).join(", ");
  const keda = autoscaler.kind === "ScaledObject";
  return [
    idleAutoscaler(
      autoscaler,
      "error",
      `scales on ${resource}, and container ${names} of ${describe(workload)} has no requests of it: ${keda ? "KEDA refuses it" : "no share of them can be computed (FailedGetResourceMetric), and nothing scales"}, unless a LimitRange of the namespace gives a default`,
      `resources.requests: { ${resource}: <what it needs> } on container ${names} (${describePlace(workload.place)})`,
    ),
  ];
}

function asks({ requests, limits }: Container, resource: string): boolean {
  return requests[resource] !== undefined || limits[resource] !== undefined;
}
