export const MIB = 2 ** 20;
export const GIB = 2 ** 30;

/**
 * Amounts by resource, under the names that Kubernetes gives them: `cpu` in
 * millicores, `memory` and `ephemeral-storage` in bytes, `pods` and extended
 * resources (`nvidia.com/gpu`) in pieces.
 */
export type ResourceAmounts = Readonly<Record<string, number>>;

/** What every node has, and its extended resources. Units as in {@link ResourceAmounts}. */
export interface NodeResources {
  readonly cpu: number;
  readonly memory: number;
  readonly "ephemeral-storage": number;
  readonly pods: number;
  readonly [extended: string]: number;
}

/** What a node has, and what of it pods may have. */
export interface NodeSize {
  readonly capacity: NodeResources;
  /** The capacity without what kubelet keeps for itself, the system and eviction. */
  readonly allocatable: NodeResources;
}

/** GiB of a quantity of memory as the data writes it (`bytes` of the schema). */
export function gibibytes(quantity: string): number {
  const powers: Readonly<Record<string, number>> = { Ki: -20, Mi: -10, Gi: 0, Ti: 10 };
  return Number.parseInt(quantity, 10) * 2 ** (powers[quantity.slice(-2)] ?? NaN);
}

/** An amount as Kubernetes writes it: CPU in millicores, all others as plain numbers. */
export function quantityOf(resource: string, amount: number): string {
  return resource === "cpu" ? `${Math.floor(amount)}m` : String(Math.floor(amount));
}
