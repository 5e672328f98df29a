import { thumbnails } from "../../applications/examples/thumbnails";
import type { EnvironmentSpec } from "../../environments/schema";
import { isObject } from "../../inventory/json";
import { readSynthesized } from "../../inventory/synthesized";
import { runRules } from "../../rules";
import { changedSpec } from "../support/changed-spec";
import { issuesWith } from "../support/issues-with";
import { blocks, specOf, synthesize } from "../support/synth";

/** The example beside the first application. */
const BESIDE = { "applications.1": thumbnails, "switches.imageTags.thumbnails": "1" };

const spec: EnvironmentSpec = changedSpec(specOf("local"), BESIDE);
const alone = synthesize(specOf("local"));
const both = synthesize(spec);

const names = (stack: keyof typeof both, type: string) =>
  blocks(both[stack], type).map((block) => JSON.stringify(block["metadata"]));

test("the example is valid data of an environment as it stands", () => {
  expect(issuesWith("local", BESIDE)).toEqual([]);
});

test("a stack of its own is all that comes, beside what the platform has for it", () => {
  const added = Object.keys(both).filter((name) => !(name in alone));
  expect(added).toEqual(["thumbnails"]);
  expect(both["workload"]).toEqual(alone["workload"]);
});

test("no rule finds an error, and capacity holds both at their maximum", () => {
  const stacks = Object.entries(both).map(([name, json]) => ({ name, json }));
  const errors = runRules(readSynthesized(stacks), spec)
    .flatMap(({ findings }) => findings)
    .filter(({ severity }) => severity === "error");
  expect(errors).toEqual([]);
});

test("quota, policies, Redis and service accounts are its own", () => {
  for (const type of [
    "kubernetes_resource_quota_v1",
    "kubernetes_network_policy_v1",
    "kubernetes_stateful_set_v1",
    "kubernetes_service_account_v1",
  ]) {
    expect([type, names("thumbnails", type).length > 0]).toEqual([type, true]);
    expect(names("thumbnails", type).join()).not.toContain("montage");
  }
});

test("no object of its stack is called or labelled after the first application", () => {
  const { resource = {} } = both["thumbnails"] ?? {};
  const metadata = Object.values(resource).flatMap((blocksOfType) =>
    Object.values(blocksOfType).map(({ metadata, manifest }) =>
      JSON.stringify(metadata ?? (isObject(manifest) ? manifest["metadata"] : undefined)),
    ),
  );
  expect(metadata.length).toBeGreaterThan(30);
  expect(metadata.filter((text) => /montage/i.test(text ?? ""))).toEqual([]);
});

test("its workers have the adapter's arguments, and their scaler counts their own hash", () => {
  const text = JSON.stringify(both["thumbnails"]);
  expect(text).toContain('"args":["worker","--queues","thumbnails"');
  expect(text).toContain('"listName":"celery:unacked:maker"');
  expect(text).not.toContain("rq:");
});

// Its ConfigMap is read back another way than it was written: a hash of it rolled the pods in a second plan.
test("the pods of an application without settings do not follow a hash of nothing", () => {
  const annotations = blocks(both["thumbnails"], "kubernetes_deployment_v1").map(
    (block) => /"fluxibri.ai\/settings-checksum":"([^"]*)"/.exec(JSON.stringify(block))?.[1],
  );
  expect(annotations.filter((checksum) => checksum !== undefined)).toEqual(["none"]);
});
