import { GIB, MIB } from "../../environments/nodes/node-resources";

const BYTES = /^((requests|limits)\.)?(memory|storage|ephemeral-storage|hugepages-.*)$/;
const CPU = /^((requests|limits)\.)?cpu$/;

/** An amount as people write it in data and manifests; exact for multiples of {@link grain}. */
export function quantityText(resource: string, amount: number): string {
  if (CPU.test(resource)) return amount % 1000 === 0 ? String(amount / 1000) : `${amount}m`;
  if (!BYTES.test(resource)) return String(amount);
  return amount % GIB === 0 ? `${amount / GIB}Gi` : `${Math.ceil(amount / MIB)}Mi`;
}

/** Steps in which people choose amounts. */
export function grain(resource: string): number {
  if (CPU.test(resource)) return 50;
  return BYTES.test(resource) ? 64 * MIB : 1;
}
