import { readForeignObjects } from "../../inventory/reading";

const place = { kind: "file", file: "all.yaml", line: 1 } as const;

function customResourcesIn(object: object) {
  return readForeignObjects([{ object: { ...object }, place }]).inventory.customResources;
}

test("an object of a group with a domain is a custom resource, whatever its kind", () => {
  const metadata = { name: "redis", namespace: "app" };
  const object = { apiVersion: "keda.sh/v1alpha1", kind: "TriggerAuthentication", metadata };
  expect(customResourcesIn(object)).toEqual([
    { kind: "TriggerAuthentication", namespace: "app", name: "redis", place, group: "keda.sh" },
  ]);
});

test("one without a namespace is named without", () => {
  const object = {
    apiVersion: "external-secrets.io/v1",
    kind: "ClusterSecretStore",
    metadata: { name: "vault" },
  };
  expect(customResourcesIn(object)).toEqual([
    { kind: "ClusterSecretStore", name: "vault", place, group: "external-secrets.io" },
  ]);
});

test.each(["v1", "apps/v1", "storage.k8s.io/v1"])("%s is Kubernetes' own", (apiVersion) => {
  expect(customResourcesIn({ apiVersion, kind: "Anything", metadata: { name: "x" } })).toEqual([]);
});
