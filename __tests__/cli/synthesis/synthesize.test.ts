import { ENVIRONMENT_NAMES } from "../../../environments/schema";
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  mkdirSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App } from "cdktf";
import { synthesize } from "../../../cli/synthesis/synthesize";
import { buildEnvironment, buildTerraformCloud, cloudEnvironment } from "../../../stacks";
import { formatFindings, mergeFindings } from "../../../cli/synthesis/findings";
import { renderDetails } from "../../../cli/start/details";
import { hints } from "../../../cli/start/hints";
import { overview } from "../../../cli/start/overview";
import { terraformCloudRow } from "../../../cli/start/terraform-cloud-row";
import { montageAiAlone } from "../../support/applications";
import { specOf } from "../../support/synth";

let outdir: string;
beforeEach(() => {
  outdir = path.join(mkdtempSync(path.join(tmpdir(), "fluxibri-test-")), "cdktf.out");
});
afterEach(() => rmSync(path.dirname(outdir), { recursive: true, force: true }));

/** Local with a rule broken that the schema cannot see: the app's image has no tag. */
function brokenSpec() {
  const spec = montageAiAlone(specOf("local"));
  return { ...spec, switches: { ...spec.switches, imageTags: { "montage-ai": "latest" } } };
}

test("a synthesis whose rules hold is written with a manifest that names every stack", () => {
  const synthesis = synthesize([montageAiAlone(specOf("local"))], outdir);
  expect(synthesis.holds).toBe(true);
  expect(readdirSync(path.join(outdir, "stacks")).sort()).toEqual([
    "local-platform",
    "local-storage",
    "local-workload",
  ]);
  const manifest: unknown = JSON.parse(readFileSync(path.join(outdir, "manifest.json"), "utf8"));
  expect(Object.keys(Object(Reflect.get(Object(manifest), "stacks"))).sort()).toEqual([
    "local-platform",
    "local-storage",
    "local-workload",
  ]);
});

/** Every file below a folder, by its path there. */
function filesBelow(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return Object.fromEntries(
    names
      .filter((name) => statSync(path.join(folder, name)).isFile())
      .sort()
      .map((name) => [name, readFileSync(path.join(folder, name), "utf8")]),
  );
}

test("all environments, one after another, are written as cdktf writes them together", () => {
  const specs = ENVIRONMENT_NAMES.map(specOf);
  const together = new App({ outdir: mkdtempSync(path.join(tmpdir(), "fluxibri-test-")) });
  const built = specs.map((spec) => buildEnvironment(together, spec));
  buildTerraformCloud(together, built.map(cloudEnvironment));
  together.synth();
  expect(synthesize(specs, outdir).holds).toBe(true);
  const files = filesBelow(together.outdir);
  expect(Object.keys(files).length).toBeGreaterThan(10);
  expect(filesBelow(outdir)).toEqual(files);
  rmSync(together.outdir, { recursive: true });
});

/** What is made of an environment: stacks, findings, figures. */
function madeOf({ environments }: ReturnType<typeof synthesize>) {
  return environments.map(({ stacks, rules, capacity }) => ({
    stacks: stacks.map(({ id, json }) => ({ id, json })),
    findings: rules.flatMap(({ findings }) => findings),
    capacity,
  }));
}

test("of many environments each is what it is alone, whatever came before it", () => {
  const local = montageAiAlone(specOf("local"));
  const broken = brokenSpec();
  const [one = [], other = []] = [local, broken].map((spec) =>
    madeOf(synthesize([spec], undefined)),
  );
  expect(other).not.toEqual(one);
  expect(madeOf(synthesize([local, broken, local], undefined))).toEqual([...one, ...other, ...one]);
});

test("stacks of many environments, which are packed, are those of a few", () => {
  const local = montageAiAlone(specOf("local"));
  const one = madeOf(synthesize([local], undefined));
  const many = Array.from({ length: 6 }, () => local);
  expect(madeOf(synthesize(many, undefined))).toEqual(many.flatMap(() => one));
});

test("what is only checked is written nowhere, and its stacks are there all the same", () => {
  const [environment] = synthesize([montageAiAlone(specOf("local"))], undefined).environments;
  const written = synthesize([montageAiAlone(specOf("local"))], outdir).environments;
  expect(environment?.stacks.map(({ id, json }) => ({ id, json }))).toEqual(
    written[0]?.stacks.map(({ id }) => ({
      id,
      json: JSON.parse(readFileSync(path.join(outdir, "stacks", id, "cdk.tf.json"), "utf8")),
    })),
  );
});

test("HCL, which the CDKTF CLI can ask for, is refused before anything is written", () => {
  process.env["SYNTH_HCL_OUTPUT"] = "true";
  try {
    expect(() => synthesize([montageAiAlone(specOf("local"))], outdir)).toThrow(
      "SYNTH_HCL_OUTPUT asks for HCL",
    );
  } finally {
    delete process.env["SYNTH_HCL_OUTPUT"];
  }
  expect(existsSync(outdir)).toBe(false);
});

test("a synthesis that breaks a rule writes nothing", () => {
  expect(synthesize([brokenSpec()], outdir).holds).toBe(false);
  expect(existsSync(outdir)).toBe(false);
});

test("a synthesis that breaks a rule leaves the earlier output as it was", () => {
  synthesize([montageAiAlone(specOf("local"))], outdir);
  const file = path.join(outdir, "stacks", "local-workload", "cdk.tf.json");
  const before = readFileSync(file, "utf8");
  synthesize([brokenSpec()], outdir);
  expect(readFileSync(file, "utf8")).toBe(before);
});

test("terraform's own files of a stack survive the next synthesis, stacks that are gone do not", () => {
  synthesize([montageAiAlone(specOf("local"))], outdir);
  const lock = path.join(outdir, "stacks", "local-workload", ".terraform.lock.hcl");
  writeFileSync(lock, "");
  const gone = path.join(outdir, "stacks", "local-gone");
  mkdirSync(gone);
  writeFileSync(path.join(gone, "cdk.tf.json"), "{}");
  synthesize([montageAiAlone(specOf("local"))], outdir);
  expect(existsSync(lock)).toBe(true);
  // cdktf removes the folder, and fails where it is gone before.
  expect(readdirSync(gone)).toEqual([]);
});

test("the findings of a broken rule name rule, place and fix", () => {
  const text = formatFindings(mergeFindings(synthesize([brokenSpec()], undefined).environments));
  expect(text).toContain("error image-source: local Deployment montage-ai/");
  expect(text).toContain("at:   stack local-workload, kubernetes_deployment_v1.");
  expect(text).toMatch(/fix: {2}\S/);
});

test("the overview counts resources by kind and names state and command of each stack", () => {
  const rows = overview(synthesize([montageAiAlone(specOf("staging"))], undefined), "cdktf.out");
  expect(rows.map((row) => row.stack)).toEqual([
    "node-pools",
    "storage",
    "platform",
    "secrets",
    "workload",
  ]);
  const workload = rows.at(-1);
  expect(workload).toMatchObject({
    state: "fluxibri/fluxibri-staging-workload (agent)",
    apply: "npx cdktf deploy staging-workload --ignore-missing-stack-dependencies",
    terraform: "cdktf.out/stacks/staging-workload/cdk.tf.json",
  });
  // web, worker, worker-heavy, deletion-cost, queue-metrics and image-probe.
  expect(workload?.resources["kubernetes_deployment_v1"]).toBe(6);
  expect(workload?.total).toBe(
    Object.values(workload?.resources ?? {}).reduce((sum, count) => sum + count, 0),
  );
});

test("the stack of all workspaces is synthesized and shown with all environments, and with fewer not", () => {
  const inCloud = ENVIRONMENT_NAMES.map(specOf).filter(
    ({ state }) => state.kind === "terraform-cloud",
  );
  const workspaces = inCloud.map(({ applications }) => 4 + applications.length);
  const count = workspaces.reduce((sum, each) => sum + each, 1);
  const all = synthesize(ENVIRONMENT_NAMES.map(specOf), outdir);
  expect(existsSync(path.join(outdir, "stacks", "terraform-cloud", "cdk.tf.json"))).toBe(true);
  expect(terraformCloudRow(all, "cdktf.out")).toMatchObject({
    stack: "terraform-cloud",
    resources: {
      tfe_project: inCloud.length,
      tfe_workspace: count,
      tfe_workspace_settings: count,
    },
    state: "fluxibri/fluxibri-terraform-cloud (local)",
    terraform: "cdktf.out/stacks/terraform-cloud/cdk.tf.json",
    apply: "npx cdktf deploy terraform-cloud",
  });
  expect(hints(all, 0)).toMatch(/^terraform-cloud: \d+ resources/);
  expect(renderDetails(overview(all, "cdktf.out"), all)).toContain(
    "npx cdktf deploy terraform-cloud",
  );

  const some = synthesize([specOf("staging")], outdir);
  expect(terraformCloudRow(some, "cdktf.out")).toBeUndefined();
  expect(readFileSync(path.join(outdir, "manifest.json"), "utf8")).not.toContain("terraform-cloud");
  expect(hints(some, 0)).not.toContain("terraform-cloud:");
});
