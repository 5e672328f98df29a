import { GIB } from "../../../environments/nodes/node-resources";
import type { Situation } from "../../../rules/capacity/situation";

/** A share of what all nodes of a pool have of a resource, as people write it: `12 of 24 CPUs`. */
export function shareText(
  { pools }: Situation,
  name: string,
  resource: string,
  used: number,
): string {
  const pool = pools.find((one) => one.name === name);
  const all = (pool?.node.allocatable[resource] ?? 0) * (pool?.max ?? 0);
  return `${amount(resource, used * all)} of ${amount(resource, all)} ${unit(resource)}`.trim();
}

/** An amount of a resource as people write it, without its unit. */
function amount(resource: string, value: number): string {
  if (resource === "cpu") return short(value / 1000);
  return isBytes(resource) ? short(value / GIB) : short(value);
}

function unit(resource: string): string {
  if (resource === "cpu") return "CPUs";
  return isBytes(resource) ? "GiB" : "";
}

function isBytes(resource: string): boolean {
  return /^(memory|ephemeral-storage|hugepages-.*)$/.test(resource);
}

/** Three digits that count. */
function short(value: number): string {
  return String(value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
}
