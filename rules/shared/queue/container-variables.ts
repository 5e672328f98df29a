import { indexOf } from "../../../inventory/inventory-index";
import type { Container, Inventory } from "../../../inventory/model";

/** What a variable of a container holds, as far as the inventory tells. */
export type VariableValue =
  | { readonly kind: "known"; readonly value: string }
  /** Nothing sets it. */
  | { readonly kind: "unset" }
  /** From a Secret, an object that is not here, or a value that only the apply tells. */
  | { readonly kind: "unknown" };

const UNKNOWN: VariableValue = { kind: "unknown" };

/** Kubernetes' order: `env` wins over `envFrom`, of each the last. */
export function variableOf(
  name: string,
  container: Container,
  namespace: string,
  inventory: Inventory,
): VariableValue {
  const { configMaps } = indexOf(inventory);
  const mapOf = (object: string) => configMaps.find({ kind: "ConfigMap", namespace, name: object });
  const own = container.env.findLast((variable) => variable.name === name);
  if (own?.kind === "literal") return known(own.value);
  if (own?.kind === "configMap") return known(mapOf(own.object)?.data[own.key]);
  if (own !== undefined) return UNKNOWN;
  const sources = container.envFrom.map(({ kind, object }) =>
    kind === "configMap" ? mapOf(object) : undefined,
  );
  const setting = sources.findLast((map) => map?.data[name] !== undefined);
  if (setting !== undefined) return known(setting.data[name]);
  return sources.every((map) => map !== undefined) ? { kind: "unset" } : UNKNOWN;
}

/** An expression, of Terraform or of a template, is not known yet. */
function known(value: string | undefined): VariableValue {
  return value === undefined || value.includes("${") ? UNKNOWN : { kind: "known", value };
}
