import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { givenStacks } from "../../../cli/operation/given-stacks";
import { planEnvironment } from "../../../cli/operation/plan-environment";
import { environmentName } from "../../../environments";
import { FakeTerraform } from "../../support/fake-terraform";
import { specOf, synthesize } from "../../support/synth";
import { temporaryFolder } from "../../support/temporary-folder";

jest.setTimeout(120_000);
jest.mock("../../../runtime/terraform/environment", () => ({ terraformEnvironment: () => ({}) }));

const local = specOf("local");
const stacks = synthesize(local);

/** What another checkout's `npm start` has written, with one stack's text changed. */
function elsewhere(change: (text: string) => string = (text) => text): string {
  const folder = temporaryFolder();
  for (const [name, json] of Object.entries(stacks)) {
    const target = path.join(folder, "stacks", `local-${name}`);
    mkdirSync(target, { recursive: true });
    const text = JSON.stringify(json);
    writeFileSync(path.join(target, "cdk.tf.json"), name === "platform" ? change(text) : text);
  }
  return folder;
}

const EXTERNAL = `{"data":{"external":{"who":{"program":["id"]}}},`;

test("stacks of another checkout are planned, and this checkout's are not synthesized", async () => {
  const folder = temporaryFolder();
  const terraform = new FakeTerraform({});
  const planned = await planEnvironment({
    environment: environmentName("local"),
    binary: terraform.program,
    synthesized: elsewhere(),
    folder,
    env: { CHART_MIRROR: "", KUBECONFIG: "", KUBE_CONTEXT: "" },
    say: () => undefined,
  });
  expect(planned.failure).toBeUndefined();
  expect(planned.stacks.map(({ id }) => id)).toEqual(
    Object.keys(stacks).map((name) => `local-${name}`),
  );
  expect(existsSync(path.join(folder, "cdktf.out", "manifest.json"))).toBe(false);
});

test("one that would run a program is refused before Terraform sees any of them", () => {
  const outdir = temporaryFolder();
  const folder = elsewhere((text) => text.replace(/^\{/, EXTERNAL));
  expect(() => givenStacks(folder, local, outdir)).toThrow(
    /may not be planned with credentials:\n {2}Terraform data\.external\.who runs a program/,
  );
  expect(existsSync(path.join(outdir, "stacks"))).toBe(false);
});

test("a key that stands twice hides nothing: what was read is written anew, alone", () => {
  const outdir = temporaryFolder();
  const folder = elsewhere((text) => text.replace(/^\{/, `${EXTERNAL}"data":{},`));
  writeFileSync(path.join(folder, "stacks", "local-platform", "more.tf"), 'data "external" "x" {}');
  expect(givenStacks(folder, local, outdir)).toHaveLength(Object.keys(stacks).length);
  const written = path.join(outdir, "stacks", "local-platform");
  expect(readFileSync(path.join(written, "cdk.tf.json"), "utf8")).not.toContain('"external"');
  expect(existsSync(path.join(written, "more.tf"))).toBe(false);
});

test("a folder without the environment's stacks is named, as is a file that is no JSON", () => {
  expect(() => givenStacks(temporaryFolder(), local, temporaryFolder())).toThrow(
    /has no stack of local/,
  );
  const broken = elsewhere(() => "{");
  expect(() => givenStacks(broken, local, temporaryFolder())).toThrow(/cannot be read as JSON/);
});
