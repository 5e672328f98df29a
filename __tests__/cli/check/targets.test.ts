import { environmentName } from "../../../environments";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkTarget } from "../../../cli/check/targets";
import { mergeFindings } from "../../../cli/synthesis/findings";
import { HPA, SCALED_OBJECT } from "../../support/two-autoscalers";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "fluxibri-check-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a file into the folder and names it. */
function file(name: string, ...documents: readonly unknown[]): string {
  const target = path.join(folder, name);
  writeFileSync(target, documents.map((document) => JSON.stringify(document)).join("\n---\n"));
  return target;
}

const manifests = () => checkTarget({ source: "manifests", folder, environment: undefined });
const plan = (name: string) => checkTarget({ source: "plan", file: name, environment: undefined });

test("a folder of manifests is checked with the rules that need no environment", async () => {
  file("worker.yaml", HPA, SCALED_OBJECT);
  const checked = await manifests();
  expect(checked).toMatchObject([{ source: "manifests", environment: undefined, problems: [] }]);
  expect(mergeFindings(checked).map(({ finding }) => finding.object)).toEqual([
    "HorizontalPodAutoscaler app/worker",
  ]);
  expect(checked[0]?.rules.map(({ rule }) => rule.id)).not.toContain("production-fallbacks");
});

test("a folder that belongs to an environment is checked with all rules", async () => {
  file("worker.yaml", HPA);
  const [checked] = await checkTarget({
    source: "manifests",
    folder,
    environment: environmentName("staging"),
  });
  expect(checked?.environment).toBe("staging");
  expect(checked?.rules.map(({ rule }) => rule.id)).toContain("production-fallbacks");
});

test("what cannot be read is told beside what can", async () => {
  file("worker.yaml", HPA, SCALED_OBJECT);
  writeFileSync(path.join(folder, "broken.yaml"), "kind: [");
  const [checked] = await manifests();
  expect(checked?.problems).toEqual([
    expect.objectContaining({
      place: expect.objectContaining({ file: expect.stringMatching(/broken\.yaml$/) }),
    }),
  ]);
  expect(mergeFindings(checked ? [checked] : [])).toHaveLength(1);
});

test("a folder of nothing but what cannot be read is refused", async () => {
  writeFileSync(path.join(folder, "broken.yaml"), "kind: [");
  await expect(manifests()).rejects.toThrow(/no object in it could be read:\n.*broken\.yaml:1/);
});

test("an empty folder is refused: it is a misspelt one", async () => {
  await expect(manifests()).rejects.toThrow(
    "no object in it could be read: no YAML and no JSON file is in it\n",
  );
});

test("a folder of files without an object is refused, and says how many there are", async () => {
  file("package.json", { name: "a" });
  writeFileSync(path.join(folder, "workflow.yml"), "on: push\n");
  await expect(manifests()).rejects.toThrow(
    "no object in it could be read: of its YAML and JSON files (2) none has both apiVersion and kind\n",
  );
});

test("a folder that is not there is refused", async () => {
  const target = { source: "manifests", folder: "/no/such", environment: undefined } as const;
  await expect(checkTarget(target)).rejects.toThrow('is:    "/no/such"\n  error: is not there');
});

/** A state as `terraform show -json` prints it. */
function state(...objects: readonly object[]) {
  const resources = objects.map((manifest, index) => ({
    address: `kubernetes_manifest.m${index}`,
    mode: "managed",
    type: "kubernetes_manifest",
    values: { manifest },
    sensitive_values: {},
  }));
  return { format_version: "1.0", values: { root_module: { resources } } };
}

test("a plan or state is checked, with Terraform's addresses as places", async () => {
  const checked = await plan(file("state.json", state(HPA, SCALED_OBJECT)));
  expect(mergeFindings(checked).map(({ finding }) => finding.place)).toEqual([
    {
      kind: "terraform",
      state: true,
      stack: path.join(folder, "state.json"),
      address: "kubernetes_manifest.m0",
    },
  ]);
});

test("a plan without Kubernetes objects holds: there are stacks without any", async () => {
  const [checked] = await plan(file("state.json", state()));
  expect(checked?.problems).toEqual([]);
  expect(mergeFindings(checked ? [checked] : [])).toEqual([]);
});

test("a plan that is no JSON is refused with the command that makes one", async () => {
  writeFileSync(path.join(folder, "plan.bin"), "PK");
  await expect(plan(path.join(folder, "plan.bin"))).rejects.toThrow(
    /cannot be read as JSON.*\n.*terraform show -json PLAN > FILE/,
  );
});

test("a plan of which nothing can be read is refused", async () => {
  const broken = { ...HPA, spec: 7 };
  await expect(plan(file("state.json", state(broken)))).rejects.toThrow(
    "nothing of it could be read:",
  );
});

test("one file is checked as a folder with it alone", async () => {
  file("other.yaml", { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x" } });
  const given = file("worker.yaml", HPA, SCALED_OBJECT);
  const target = { source: "manifests", folder: given, environment: undefined } as const;
  const checked = await checkTarget(target);
  expect(checked).toMatchObject([{ name: expect.stringMatching(/worker\.yaml$/), problems: [] }]);
  expect(mergeFindings(checked).map(({ finding }) => finding.object)).toEqual([
    "HorizontalPodAutoscaler app/worker",
  ]);
});

test("a file without an object, and what is not there, are refused with the reason", async () => {
  const given = file("values.yaml", { replicas: 3 });
  const check = (folder: string) =>
    checkTarget({ source: "manifests", folder, environment: undefined });
  await expect(check(given)).rejects.toThrow("nothing in it has both apiVersion and kind");
  await expect(check(path.join(folder, "no.yaml"))).rejects.toThrow("is not there");
});
