import { readPlan } from "../../inventory/plan";

export const metadata = [{ name: "x", namespace: "ns", labels: null }];
export const managed = (type: string, values: unknown, rest: object = {}) => ({
  address: `${type}.x`,
  mode: "managed",
  type,
  values,
  sensitive_values: {},
  ...rest,
});

export function plan(
  resources: readonly ({ readonly address: string } & object)[],
  expressions: unknown = {},
  unknown: unknown = {},
  change: object = {},
) {
  return readPlan({
    name: "foreign",
    json: {
      format_version: "1.2",
      planned_values: { root_module: { resources } },
      resource_changes: resources.map(({ address }) => ({
        address,
        change: { after_unknown: unknown, ...change },
      })),
      configuration: {
        root_module: { resources: resources.map(({ address }) => ({ address, expressions })) },
      },
    },
  });
}

export function state(resources: readonly object[]) {
  return readPlan({
    name: "foreign",
    json: { format_version: "1.0", values: { root_module: { resources } } },
  });
}

/** The provider marks all of a Secret's data, whatever is in it. */
export const secret = (values: object = {}) =>
  managed(
    "kubernetes_secret_v1",
    { metadata, type: "Opaque", data: { key: "swordfish" }, ...values },
    { sensitive_values: { data: true } },
  );
