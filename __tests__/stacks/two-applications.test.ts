import { validate } from "../../environments/validate";
import { isObject } from "../../inventory/json";
import { readSynthesized } from "../../inventory/synthesized";
import { runRules } from "../../rules";
import { montageAiAlone } from "../support/applications";
import { changedSpec } from "../support/changed-spec";
import { withTickets } from "../support/second-application";
import { blocks, specOf, synthesize, type StackJson } from "../support/synth";
import { manifests } from "../support/workload";

const montageAiOnly = montageAiAlone(specOf("production"));
const spec = withTickets(montageAiOnly);
const stacks = synthesize(spec);
const alone = synthesize(montageAiOnly);
const { platform, secrets, workload, tickets } = stacks;

const namesOf = (stack: StackJson | undefined, type: string) =>
  blocks(stack, type).map(({ metadata }) => (isObject(metadata) ? metadata["name"] : undefined));
const text = (value: unknown) => JSON.stringify(value);

test("two applications are valid, each with its stack after those of the environment", () => {
  const result = validate(spec.name, spec);
  expect(result.ok ? [] : result.issues).toEqual([]);
  expect(Object.keys(stacks).slice(-3)).toEqual(["secrets", "workload", "tickets"]);
});

test("the first application's stack is what it is without the second", () => {
  expect(workload).toEqual(alone["workload"]);
});

test("what the first has in the stacks of the environment keeps its address", () => {
  for (const name of ["platform", "secrets"]) {
    for (const [type, before] of Object.entries(alone[name]?.resource ?? {})) {
      const now = Object.keys(stacks[name]?.resource?.[type] ?? {});
      expect(now).toEqual(expect.arrayContaining(Object.keys(before)));
    }
  }
});

test("objects are called after their application, and lie in its namespace alone", () => {
  expect(namesOf(tickets, "kubernetes_deployment_v1")).toEqual(
    expect.arrayContaining(["tickets-web", "tickets-mailer", "deletion-cost", "queue-metrics"]),
  );
  expect(text(tickets?.resource)).not.toMatch(/montage-ai/);
  expect(namesOf(tickets, "kubernetes_resource_quota_v1")).toEqual(["tickets"]);
  expect(namesOf(platform, "kubernetes_namespace_v1")).toEqual(
    expect.arrayContaining(["montage-ai", "tickets"]),
  );
});

test("each has the pull secret and the secrets of its own namespace", () => {
  const found = manifests(secrets ?? { terraform: {} }, "ExternalSecret").map(({ metadata }) =>
    isObject(metadata) ? [metadata["name"], metadata["namespace"]] : [],
  );
  const place = (name: string) => found.find(([each]) => each === name)?.[1];
  expect(place("ghcr-pull")).not.toBe(place("tickets-pull"));
  expect(place("mail")).toBe(place("tickets-pull"));
  const [store] = manifests(secrets ?? { terraform: {} }, "ClusterSecretStore");
  expect(text(store)).toContain('"montage-ai","tickets"');
});

test("each runs the image of its own repository and tag", () => {
  expect(text(tickets)).toContain('"ghcr.io/acme/tickets:0123abc"');
  expect(text(tickets)).not.toContain("ghcr.io/mfahsold");
});

test("KEDA watches both namespaces, reaches both servers, and no other HPA may take a worker of either", () => {
  const keda = blocks(platform, "helm_release").find(({ name }) => name === "keda");
  expect(text(keda)).toContain("montage-ai,tickets");
  const policies = blocks(platform, "kubernetes_network_policy_v1");
  const toRedis = policies.find(({ metadata }) => text(metadata).includes("operator-to-redis"));
  expect(text(toRedis)).toMatch(/"montage-ai".*"tickets"/);
  const [parameters] = blocks(platform, "kubernetes_config_map_v1").filter(({ metadata }) =>
    text(metadata).includes("scale-targets"),
  );
  expect(parameters?.["data"]).toMatchObject({
    "Deployment.montage-ai-worker": "montage-ai-worker-scaledobject",
    "Deployment.tickets-mailer": "tickets-mailer-scaledobject",
  });
  const binding = manifests(platform ?? { terraform: {} }, "ValidatingAdmissionPolicyBinding").find(
    ({ metadata }) => text(metadata).includes("one-autoscaler"),
  );
  expect(text(binding)).toContain('"operator":"In"');
});

test("each has a dashboard and alerts of its own, and receivers hear of both", () => {
  expect(namesOf(tickets, "kubernetes_config_map_v1")).toContain("tickets-dashboards");
  expect(text(tickets)).toContain("tickets-queue.json");
  expect(text(platform)).toContain("/etc/grafana/dashboards/tickets");
  expect(text(manifests(secrets ?? { terraform: {} }, "AlertmanagerConfig"))).toContain(
    "montage-ai|tickets",
  );
});

test("the rules hold for both, and judge the second by its own data", () => {
  const inventory = readSynthesized(
    Object.entries(stacks).map(([name, json]) => ({ name: `production-${name}`, json })),
  );
  const errors = runRules(inventory, spec)
    .flatMap(({ findings }) => findings)
    .filter(({ severity, object }) => severity === "error" && /tickets/.test(object));
  expect(errors.map(({ object, message }) => `${object}: ${message}`)).toEqual([
    expect.stringContaining("Setting switches.imageTags.tickets"),
  ]);
});

test.each([
  ["name", "montage-ai", "another application has this name"],
  ["namespace", "montage-ai", "another application has this namespace"],
  ["stack", "workload", "another application has this stack"],
  ["stack", "platform", "stack platform is not an application's"],
  ["namespace", "keda", "is the namespace of platform.namespaces.keda"],
  ["claims.0.name", "montage-input", "montage-ai has a claim of this name"],
  ["user", { uid: 2000, gid: 2000 }, "EFS' access points write as montage-ai's user"],
])("a second application with %s %j is refused", (key, value, message) => {
  const result = validate(spec.name, changedSpec(spec, { [`applications.1.${key}`]: value }));
  expect(result.ok ? [] : result.issues.map((issue) => issue.message)).toContainEqual(
    expect.stringContaining(message),
  );
});

test.each([
  [{ "montage-ai": "d5eade7" }, "application tickets has no tag"],
  [{ "montage-ai": "d5eade7", tickets: "1", mails: "1" }, "no application has this name"],
])("tags %j are refused: each application has one", (imageTags, message) => {
  const result = validate(spec.name, changedSpec(spec, { "switches.imageTags": imageTags }));
  expect(result.ok ? [] : result.issues.map((issue) => issue.message)).toContainEqual(
    expect.stringContaining(message),
  );
});
