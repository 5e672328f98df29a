import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { requireTerminalModule } from "../../../cli/local/terminal-module";
import { temporaryFolder } from "../../support/temporary-folder";

const NODE_20 = "115";
const NODE_22 = "127";
const NODE_24 = "137";

test.each([NODE_20, NODE_22])("the CLI's terminal module is there for ABI %s", (abi) => {
  expect(() => requireTerminalModule(abi)).not.toThrow();
});

// When this fails the package has got one: take the refusal and its words in README.md away.
test("for Node 24 there is none, which is said before anything is started, with the way round", () => {
  expect(() => requireTerminalModule(NODE_24)).toThrow(
    expect.objectContaining({
      name: "CommandFailure",
      message: expect.stringContaining("(ABI 137)"),
      remedy: expect.stringContaining("npm run deploy -- local"),
    }),
  );
});

test("one that was compiled on this machine is enough", () => {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, "build", "Release"), { recursive: true });
  writeFileSync(path.join(folder, "build", "Release", "pty.node"), "");
  expect(() => requireTerminalModule(NODE_24, folder)).not.toThrow();
});
