import { blocks, specOf, synthesize } from "../support/synth";

const PREFIX = "pod-security.kubernetes.io";

function labelsOf(environment: "local" | "staging" | "production", name: string) {
  const found = blocks(synthesize(specOf(environment))["platform"], "kubernetes_namespace_v1").find(
    (namespace) => JSON.stringify(namespace).includes(`"name":"${name}"`),
  );
  return found?.["metadata"];
}

test("the workload's namespace refuses privileged pods and warns about unhardened ones", () => {
  expect(labelsOf("production", "montage-ai")).toMatchObject({
    labels: {
      [`${PREFIX}/enforce`]: "baseline",
      [`${PREFIX}/enforce-version`]: "v1.35",
      [`${PREFIX}/warn`]: "restricted",
      [`${PREFIX}/audit`]: "restricted",
    },
  });
});

test.each([
  ["keda", "restricted"],
  ["external-secrets", "restricted"],
  ["monitoring", "privileged"],
  ["registry", "baseline"],
])("namespace %s is %s", (name, level) => {
  expect(labelsOf("staging", name)).toMatchObject({ labels: { [`${PREFIX}/enforce`]: level } });
});

test("a namespace has time to let its pods end", () => {
  const [first] = blocks(synthesize(specOf("local"))["platform"], "kubernetes_namespace_v1");
  expect(first?.["timeouts"]).toEqual({ delete: "15m" });
});
