import type { ResourceAmounts } from "./nodes/node-resources";

/** Powers of ten. */
const DECIMAL: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};

/** Powers of two. */
const BINARY: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };

const QUANTITY = /^\+?(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d+)|([A-Za-z]+))?$/;

/**
 * A quantity of a resource in the unit of `ResourceAmounts`: `cpu` in
 * millicores, all else in bytes or pieces; rounded up, as Kubernetes does.
 * NaN for what is no quantity, and for negative ones.
 *
 * Source: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function amountOf(resource: string, text: string): number {
  const [, digits, exponent, suffix = ""] = QUANTITY.exec(text) ?? [];
  if (digits === undefined) return NaN;
  const unit = isCpu(resource) ? 3 : 0;
  const binary = BINARY[suffix];
  if (binary !== undefined) return Math.ceil(Number(`${digits}e${unit}`) * 2 ** binary);
  const decimal = suffix === "" ? Number(exponent ?? 0) : (DECIMAL[suffix] ?? NaN);
  // Shifted as text: 1.1 times 1000 is not 1100 in floating point.
  return Math.ceil(Number(`${digits}e${decimal + unit}`));
}

/** Quantities by resource as amounts. */
export function amountsOf(quantities: Readonly<Record<string, string>>): ResourceAmounts {
  return Object.fromEntries(
    Object.entries(quantities).map(([resource, text]) => [resource, amountOf(resource, text)]),
  );
}

/** Quotas prefix the resource: `requests.cpu`. */
function isCpu(resource: string): boolean {
  return resource === "cpu" || resource === "requests.cpu" || resource === "limits.cpu";
}
