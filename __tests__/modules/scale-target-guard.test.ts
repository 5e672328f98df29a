import { ENVIRONMENT_NAMES, type EnvironmentSpec } from "../../environments/schema";
import { targetOf } from "../../inventory/inventory-index";
import { isObject, type JsonObject } from "../../inventory/json";
import { readSynthesized } from "../../inventory/synthesized";
import { montageAiAlone } from "../support/applications";
import { blocks, specOf, synthesize, type StackJson } from "../support/synth";

type Stacks = Readonly<Record<string, StackJson>>;

const all: readonly (readonly [string, Stacks])[] = ENVIRONMENT_NAMES.map((name) => [
  name,
  synthesize(specOf(name)),
]);
const staging = all.find(([name]) => name === "staging")?.[1] ?? {};

/** The guard's object of an admission kind, with its resource's own arguments. */
function admission(stacks: Stacks, kind: string) {
  return blocks(stacks["platform"], "kubernetes_manifest").find(
    ({ manifest }) =>
      isObject(manifest) &&
      manifest["kind"] === kind &&
      isObject(manifest["metadata"]) &&
      manifest["metadata"]["name"] === "one-autoscaler.fluxibri.ai",
  );
}

function specAt(stacks: Stacks, kind: string): JsonObject {
  const manifest = admission(stacks, kind)?.["manifest"];
  if (!isObject(manifest) || !isObject(manifest["spec"])) throw new Error(`no ${kind}`);
  return manifest["spec"];
}

/** Parameters of the policy: `<kind>.<name>` -> ScaledObject. */
function guarded(stacks: Stacks): unknown {
  return blocks(stacks["platform"], "kubernetes_config_map_v1").find(
    ({ metadata }) => isObject(metadata) && metadata["name"] === "scale-targets",
  )?.["data"];
}

// What the platform stack guards comes from the data, what is owned from the workload stack.
test.each(all)("%s guards what its ScaledObjects own, and nothing else", (_name, stacks) => {
  const sources = Object.entries(stacks).map(([name, json]) => ({ name, json }));
  const owned = readSynthesized(sources)
    .autoscalers.filter(({ kind }) => kind === "ScaledObject")
    .map((scaledObject) => {
      const { kind, name } = targetOf(scaledObject);
      return [`${kind}.${name}`, scaledObject.name] as const;
    });
  expect(owned).not.toEqual([]);
  expect(guarded(stacks)).toEqual(Object.fromEntries(owned));
});

test("KEDA is recognized by its service account, in the release and in the policy alike", () => {
  const [release] = blocks(staging["platform"], "helm_release").filter(
    ({ chart }) => chart === "keda",
  );
  expect(JSON.stringify(release?.["values"])).toContain(
    String.raw`\"serviceAccount\":{\"operator\":{\"name\":\"keda-operator\"}}`,
  );
  expect(specAt(staging, "ValidatingAdmissionPolicy")["matchConditions"]).toContainEqual({
    name: "not-keda",
    expression: expect.stringMatching(
      /^request\.userInfo\.username != "system:serviceaccount:\$\{kubernetes_namespace_v1\..*\}:keda-operator"$/,
    ),
  });
});

test("the policy judges who creates an HPA or moves one, in any version, and fails closed", () => {
  const policy = specAt(staging, "ValidatingAdmissionPolicy");
  expect(policy).toMatchObject({
    failurePolicy: "Fail",
    paramKind: { apiVersion: "v1", kind: "ConfigMap" },
    matchConstraints: {
      matchPolicy: "Equivalent",
      resourceRules: [
        { operations: ["CREATE", "UPDATE"], resources: ["horizontalpodautoscalers"] },
      ],
    },
    validations: [
      {
        expression: "!has(params.data) || !(variables.target in params.data)",
        reason: "Forbidden",
      },
    ],
  });
  expect(JSON.stringify(policy["matchConditions"])).toContain("oldObject == null ||");
  expect(JSON.stringify(policy["validations"])).toContain("params.data[variables.target]");
});

// Deny was tried on an API server: it refuses KEDA's own HPA as well when somebody deletes the ConfigMap.
test("the binding is for the workload's namespace, and lets KEDA work without its parameters", () => {
  const alone = synthesize(montageAiAlone(specOf("staging")));
  expect(specAt(alone, "ValidatingAdmissionPolicyBinding")).toMatchObject({
    policyName: "one-autoscaler.fluxibri.ai",
    paramRef: { parameterNotFoundAction: "Allow" },
    matchResources: {
      namespaceSelector: {
        matchLabels: {
          "kubernetes.io/metadata.name": expect.stringMatching(
            /kubernetes_namespace_v1\..*workload/,
          ),
        },
      },
    },
    validationActions: ["Deny"],
  });
  expect(admission(staging, "ValidatingAdmissionPolicyBinding")?.["depends_on"]).toEqual([
    expect.stringMatching(/^kubernetes_manifest\..*policy/),
    expect.stringMatching(/^kubernetes_config_map_v1\..*parameters/),
  ]);
});

test("without KEDA nothing is guarded: an HPA may then scale the workers", () => {
  const spec = specOf("staging");
  const addons = { ...spec.switches.addons, keda: false };
  const without: EnvironmentSpec = { ...spec, switches: { ...spec.switches, addons } };
  const stacks = synthesize(without);
  expect(admission(stacks, "ValidatingAdmissionPolicy")).toBeUndefined();
  expect(guarded(stacks)).toBeUndefined();
});
