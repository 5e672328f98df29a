import { againstState, declaredTest, isEmptyState } from "../../../cli/operation/declared-plan";
import { readChanges } from "../../../cli/operation/changes";

const json = {
  terraform: {
    backend: { local: { path: "x" } },
    required_providers: { kubernetes: { source: "kubernetes", version: "2.38.0" } },
  },
  provider: { kubernetes: [{ token: "${ephemeral.a.b.token}" }] },
  ephemeral: { a: { b: {} } },
  resource: { kubernetes_service_v1: { a: {} } },
  output: { url: { value: "${kubernetes_service_v1.a.id}" } },
};
const consumed = [
  { producer: "p", source: "input-p", output: "known", declared: "from code" },
  { producer: "p", source: "input-p", output: "applied", declared: "from code" },
  { producer: "p", source: "input-p", output: "later", declared: undefined },
];

test("the copy reaches nothing: no backend, no provider's configuration, no token, no output", () => {
  const { copy } = declaredTest({ json, consumed, valuesOf: () => ({}) });
  expect(copy).toEqual({
    terraform: { required_providers: json.terraform.required_providers },
    resource: json.resource,
  });
});

test("what an earlier stack has goes before what its code declares, and that before a stand-in", () => {
  const { test: run } = declaredTest({
    json,
    consumed,
    valuesOf: () => ({ applied: "from state" }),
  });
  expect(run).toEqual({
    mock_provider: { kubernetes: {} },
    override_data: [
      {
        target: "data.terraform_remote_state.input-p",
        values: {
          outputs: {
            known: "from code",
            applied: "from state",
            later: "known-after-apply-of-an-earlier-stack",
          },
        },
      },
    ],
    run: { plan: { command: "plan" } },
  });
});

const declared = readChanges({
  resource_changes: ["a.new", "a.there"].map((address) => ({
    address,
    mode: "managed",
    type: "a",
    change: { actions: ["create"] },
  })),
});
const state = {
  values: {
    root_module: {
      resources: ["a.there", "a.old"].map((address) => ({
        address,
        mode: "managed",
        type: "a",
        values: { name: address },
      })),
    },
  },
};

test("against a state only what is new and what goes is told", () => {
  const { changes } = againstState(declared, state);
  expect(changes.map(({ address, action }) => [address, action])).toEqual([
    ["a.new", "create"],
    ["a.old", "delete"],
  ]);
  expect(changes[1]?.before).toEqual({ name: "a.old" });
});

test("a state without resources, and none, are empty", () => {
  expect(isEmptyState({ format_version: "1.0" })).toBe(true);
  expect(isEmptyState(undefined)).toBe(true);
  expect(isEmptyState(state)).toBe(false);
});
