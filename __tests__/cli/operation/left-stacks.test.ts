import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { stacksLeft } from "../../../cli/doctor/left";
import { endOf, leftLocalStacks } from "../../../cli/operation/left-stacks";
import { specOf } from "../../support/synth";
import { temporaryFolder } from "../../support/temporary-folder";

const MANAGED = { mode: "managed" };
const state = (...resources: readonly object[]) => JSON.stringify({ version: 4, resources });

/** A project's folder with these state files. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  const states = path.join(folder, ".terraform-state");
  mkdirSync(states);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(states, name), text);
  return folder;
}

test("a stack that the data names no more is left while its state holds resources", () => {
  const folder = folderWith({
    "local-workload.tfstate": state(MANAGED),
    "local-thumbnails.tfstate": state(MANAGED, MANAGED, { mode: "data" }),
    "local-ended.tfstate": state({ mode: "data" }),
    "local-empty.tfstate": "",
    "local-thumbnails.tfstate.backup": state(MANAGED),
    "staging-thumbnails.tfstate": state(MANAGED),
  });
  expect(leftLocalStacks(specOf("local"), folder)).toEqual([
    {
      id: "local-thumbnails",
      name: "thumbnails",
      kind: "local",
      state: ".terraform-state/local-thumbnails.tfstate",
      resources: 2,
    },
  ]);
});

test("a stack of the platform that a switch took away is left, too", () => {
  const folder = folderWith({ "local-secrets.tfstate": state(MANAGED) });
  expect(leftLocalStacks(specOf("local"), folder).map(({ name }) => name)).toEqual(["secrets"]);
});

test("a state of an environment whose name begins alike is another one's", () => {
  const folder = folderWith({
    "local-eu-workload.tfstate": state(MANAGED),
    "local-thumbnails.tfstate": state(MANAGED),
  });
  const left = leftLocalStacks(specOf("local"), folder, ["local", "local-eu"]);
  expect(left.map(({ id }) => id)).toEqual(["local-thumbnails"]);
});

test("what ends a stack names the whole environment, whatever hyphens are in names", () => {
  expect(endOf({ id: "production-us-video-tools", name: "video-tools", kind: "local" })).toMatch(
    /npm run deploy -- production-us if .*npx cdktf destroy production-us-video-tools,/,
  );
});

test("a file that is no state is named, and stops nothing", () => {
  const folder = folderWith({ "local-thumbnails.tfstate": "{" });
  expect(leftLocalStacks(specOf("local"), folder)).toMatchObject([
    { name: "thumbnails", resources: undefined },
  ]);
});

test("without states, or with states in Terraform Cloud, there is nothing in the folder to look at", () => {
  expect(leftLocalStacks(specOf("local"), temporaryFolder())).toEqual([]);
  const folder = folderWith({ "staging-thumbnails.tfstate": state(MANAGED) });
  expect(leftLocalStacks(specOf("staging"), folder)).toEqual([]);
});

test("the doctor warns of it, with the way to end it", () => {
  const folder = folderWith({ "local-thumbnails.tfstate": state(MANAGED) });
  const [found, ...others] = stacksLeft({
    stacks: leftLocalStacks(specOf("local"), folder),
    unread: undefined,
  });
  expect(others).toEqual([]);
  expect(found).toMatchObject({
    id: "stack-left",
    severity: "warning",
    object: "Stack local-thumbnails",
    cause: expect.stringContaining("1 resource, which goes on running"),
    fix: expect.stringContaining("npx cdktf destroy local-thumbnails"),
  });
});
