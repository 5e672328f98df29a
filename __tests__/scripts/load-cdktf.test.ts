import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { temporaryFolder } from "../support/temporary-folder";

jest.setTimeout(60_000);

const LOAD = `
const [, project, ...args] = process.argv;
process.argv = [process.argv[0], "cdktf", ...args];
const { loadCdktf } = await import(${JSON.stringify(pathToFileURL(path.resolve("scripts/load-cdktf.mjs")).href)});
loadCdktf(project, project + "/bin");
`;

/** What starts in the real CLI's way: the handlers by their absolute path. */
const CLI = `
const path = require("path");
const handlers = require(path.join(__dirname, "cmds", "handlers.js"));
console.log(require.main === module, path.relative(process.cwd(), require.main.filename));
console.log(handlers.run(process.argv[2]), handlers === require(path.join(__dirname, "cmds", "handlers.js")));
`;
/** esbuild copies the members of a package that it takes for an ES module, as getters. */
const HANDLERS = `
const own = require("@cdktf/hcl2cdk");
const copy = {};
for (const name of Object.getOwnPropertyNames(own)) Object.defineProperty(copy, name, { get: () => own[name] });
exports.run = (command) => (command === "convert" ? copy.convert("hcl") : "one " + own.__esModule);
`;
const HCL2CDK = `
Object.defineProperty(exports, "__esModule", { value: true });
console.log("loaded");
exports.convert = (text) => "converted " + text;
`;

/** A CLI of two files, and a package that few commands use. */
class SmallCli {
  readonly folder = temporaryFolder();

  constructor() {
    this.write("bin/cdktf.js", CLI);
    this.write("bin/cmds/handlers.js", HANDLERS);
    this.write("node_modules/@cdktf/hcl2cdk/index.js", HCL2CDK);
  }

  write(name: string, text: string): void {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** Lines that a command prints. */
  run(command: string): readonly string[] {
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ["--input-type=module", "--eval", LOAD, this.folder, command],
      { encoding: "utf8", cwd: this.folder },
    );
    expect(stderr).toBe("");
    return stdout.trim().split("\n");
  }

  get cache(): string {
    return path.join(this.folder, "node_modules", ".cache", "programs");
  }
}

const SYNTH = ["true bin/cdktf.js", "one true true"];
const CONVERT = ["true bin/cdktf.js", "loaded", "converted hcl true"];

test("from the second run on a package is loaded by the command that uses it alone", () => {
  const cli = new SmallCli();
  expect(cli.run("synth")).toEqual(["loaded", ...SYNTH]);
  expect(cli.run("synth")).toEqual(SYNTH);
  expect(cli.run("convert")).toEqual(CONVERT);
  expect(readdirSync(cli.cache).map((name) => name.replace(/^[^.]*/, ""))).toEqual(
    expect.arrayContaining([".cdktf.js.v8", ".handlers.js.v8", ".names"]),
  );
});

test("another CLI of the same length is not taken for the one that is kept", () => {
  const cli = new SmallCli();
  cli.run("synth");
  cli.write("bin/cmds/handlers.js", HANDLERS.replace('"one "', '"two "'));
  utimesSync(path.join(cli.folder, "bin/cmds/handlers.js"), 1, 1);
  expect(cli.run("synth")).toEqual(["loaded", "true bin/cdktf.js", "two true true"]);
});

test("what is kept and cannot be read is made again", () => {
  const cli = new SmallCli();
  cli.run("synth");
  for (const name of readdirSync(cli.cache)) writeFileSync(path.join(cli.cache, name), "nonsense");
  expect(cli.run("synth")).toEqual(["loaded", ...SYNTH]);
  expect(cli.run("synth")).toEqual(SYNTH);
});

test("a folder that cannot be written costs no run", () => {
  const cli = new SmallCli();
  cli.write("node_modules/.cache", "a file");
  expect(cli.run("synth")).toEqual(["loaded", ...SYNTH]);
  expect(cli.run("synth")).toEqual(["loaded", ...SYNTH]);
});

test("the CLI's program is put in the place of npm's after an install, silently", () => {
  const folder = temporaryFolder();
  const write = (name: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  };
  const link = () => {
    const { stdout, stderr } = spawnSync(process.execPath, ["scripts/link-cdktf.mjs"], {
      encoding: "utf8",
      cwd: folder,
    });
    expect([stdout, stderr]).toEqual(["", ""]);
  };
  spawnSync("cp", ["-r", "scripts", folder]);
  link();
  write("node_modules/.bin/cdktf", "npm's");
  write("scripts/cdktf.mjs", 'console.log("ours");');
  link();
  link();
  expect(readdirSync(path.join(folder, "node_modules/.bin"))).toEqual(["cdktf"]);
  const started = spawnSync(process.execPath, ["node_modules/.bin/cdktf"], {
    encoding: "utf8",
    cwd: folder,
  });
  expect(started.stdout).toBe("ours\n");
});
