import type { AppSecret } from "../app-secrets/app-secrets";
import type { Variable } from "./variable";

/**
 * What a component of the app reads from Secrets, one variable each: a missing Secret or
 * key then keeps the pod from starting, where envFrom leaves a missing key out without a word.
 */
export function secretVariables(secrets: readonly AppSecret[], component: string): Variable[] {
  return secrets
    .filter(({ for: readers }) => readers === undefined || readers.includes(component))
    .flatMap(({ secretName, variables }) =>
      Object.entries(variables).map(([name, key]) => ({
        name,
        valueFrom: { secretKeyRef: { name: secretName, key } },
      })),
    );
}
