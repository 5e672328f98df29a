import type { EnvironmentSpec } from "../../environments/schema";
import { groupBy } from "../../inventory/group-by";
import { describe, type Inventory } from "../../inventory/model";
import { IMAGE_SOURCE } from "./image-references";
import { type Finding, findingAt } from "../engine/rule";

/** The API server's default: https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport */
const FIRST = 30000;
const LAST = 32767;

/** Nodes pull from a registry's node port: one that the API server refuses is a registry that no node reaches. */
export function nodePorts(
  { services }: Inventory,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  const fixed = services.flatMap((service) =>
    service.ports.flatMap(({ nodePort, protocol }) =>
      nodePort === undefined || nodePort === 0 ? [] : [{ service, nodePort, protocol }],
    ),
  );
  const outside = fixed
    .filter(({ nodePort }) => nodePort < FIRST || nodePort > LAST)
    .map(({ service, nodePort }) =>
      findingAt(service, {
        rule: IMAGE_SOURCE,
        severity: "error",
        message: `wants node port ${nodePort}, outside ${FIRST}-${LAST}: the API server refuses it`,
        fix: `nodePort: 30500, or another one from ${FIRST} to ${LAST}`,
      }),
    );
  const byPort = groupBy(fixed, ({ nodePort, protocol }) => `${protocol} ${nodePort}`);
  const taken = [...byPort.values()].flatMap((users) => {
    const [first, ...others] = new Map(
      users.map(({ service, nodePort }) => [describe(service), { service, nodePort }]),
    ).values();
    return others.map(({ service, nodePort }) =>
      findingAt(service, {
        rule: IMAGE_SOURCE,
        // A folder may hold alternatives of which only one is applied.
        severity: spec === undefined ? "warning" : "error",
        message: `wants node port ${nodePort}, which ${first === undefined ? "" : describe(first.service)} has: the API server refuses the second`,
        fix: `give ${describe(service)} another nodePort from ${FIRST} to ${LAST}, or leave it out`,
      }),
    );
  });
  return [...outside, ...taken];
}
