import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import type * as Re2Wasm from "re2-wasm";
import { pathToFileURL } from "node:url";
import { temporaryFolder } from "../support/temporary-folder";

jest.setTimeout(120_000);

const RUN = `
const [, project] = process.argv;
const { runProgram } = await import(${JSON.stringify(pathToFileURL(path.resolve("scripts/program.mjs")).href)});
await runProgram(project, project + "/main.ts", "file:///project/run.mjs");
`;

/** A project of two files and no packages. */
class SmallProject {
  readonly folder = temporaryFolder();

  constructor() {
    this.write("package.json", '{ "dependencies": {}, "devDependencies": {} }');
    this.write("main.ts", 'import { word } from "./word";\nconsole.log(`says ${word}`);\n');
    this.write("word/index.ts", 'export const word: string = "one";\n');
    mkdirSync(path.join(this.folder, "node_modules"));
  }

  /** Writes a file as if some time ago: what changes while it is built is not kept. */
  write(name: string, text: string): void {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    const before = Date.now() / 1000 - 60;
    utimesSync(file, before, before);
  }

  run(): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--input-type=module", "--eval", RUN, this.folder],
      { encoding: "utf8" },
    );
    return { status, stdout, stderr };
  }

  runs(times: number): readonly string[] {
    return Array.from({ length: times }, () => this.run().stdout.trim());
  }

  /** Endings of what is kept. */
  kept(): readonly string[] {
    const folder = path.join(this.folder, "node_modules", ".cache", "programs");
    return readdirSync(folder)
      .map((name) => path.extname(name))
      .sort();
  }
}

test("a program that runs three times with nothing changed is kept, and does the same", () => {
  const project = new SmallProject();
  expect(project.runs(2)).toEqual(["says one", "says one"]);
  expect(project.kept()).toEqual([".json"]);
  expect(project.runs(2)).toEqual(["says one", "says one"]);
  expect(project.kept()).toEqual([".cjs", ".json", ".v8"]);
});

test("a program that is kept loads what it needs late, from its own files and from packages", () => {
  const project = new SmallProject();
  project.write("package.json", '{ "dependencies": {}, "devDependencies": { "late": "1.0.0" } }');
  project.write("node_modules/late/package.json", '{ "name": "late", "version": "1.0.0" }');
  project.write("node_modules/late/index.js", 'exports.word = "late";\n');
  project.write(
    "main.ts",
    [
      'const own = async (): Promise<string> => (await import("./word")).word;',
      'const other = async (): Promise<string> => (await import("late")).word;',
      "void Promise.all([own(), other()]).then((words) => console.log(words.join(' ')));",
    ].join("\n"),
  );
  expect(project.runs(5)).toEqual(Array.from({ length: 5 }, () => "one late"));
});

test("a changed file is built anew, and the earlier build is removed", () => {
  const project = new SmallProject();
  project.runs(3);
  project.write("word/index.ts", 'export const word: string = "two";\n');
  expect(project.runs(1)).toEqual(["says two"]);
  expect(project.kept()).toEqual([".json"]);
  expect(project.runs(3)).toEqual(["says two", "says two", "says two"]);
});

test("a new file that an import now means is built in", () => {
  const project = new SmallProject();
  project.runs(3);
  project.write("word.ts", 'export const word: string = "nearer";\n');
  expect(project.runs(3)).toEqual(["says nearer", "says nearer", "says nearer"]);
});

test("code of V8 that does not fit is made again", () => {
  const project = new SmallProject();
  project.runs(3);
  const folder = path.join(project.folder, "node_modules", ".cache", "programs");
  const code = readdirSync(folder).find((name) => name.endsWith(".v8")) ?? "";
  writeFileSync(path.join(folder, code), "not code");
  expect(project.runs(2)).toEqual(["says one", "says one"]);
});

test("a folder that cannot be written costs no run", () => {
  const project = new SmallProject();
  writeFileSync(path.join(project.folder, "node_modules", ".cache"), "a file");
  expect(project.runs(3)).toEqual(["says one", "says one", "says one"]);
});

test("a program that cannot be built says its line, also where an earlier build is kept", () => {
  const project = new SmallProject();
  project.runs(3);
  project.write("word/index.ts", "export const word = ;\n");
  const failed = project.run();
  expect(failed.status).not.toBe(0);
  expect(failed.stderr).toContain("word/index.ts:1:20");
  project.write("word/index.ts", 'export const word: string = "mended";\n');
  expect(project.runs(1)).toEqual(["says mended"]);
});

test("an expression of RE2 is made when it is asked, and is that of re2-wasm", () => {
  const { RE2 } = jest.requireActual<typeof Re2Wasm>("re2-wasm");
  const script = `
    import { createRequire } from "node:module";
    import { RE2 } from ${JSON.stringify(pathToFileURL(path.resolve("scripts/late-re2.mjs")).href)};
    const loaded = () => Object.keys(createRequire(${JSON.stringify(__filename)}).cache).some((file) => file.includes("re2-wasm"));
    const expression = new RE2("^(?i)(abort|warn)?$", "u");
    const before = loaded();
    console.log(JSON.stringify([before, expression.test("WARN"), expression.test("warning"), loaded()]));
  `;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
    encoding: "utf8",
  });
  const there = new RE2("^(?i)(abort|warn)?$", "u");
  expect(JSON.parse(stdout)).toEqual([false, there.test("WARN"), there.test("warning"), true]);
});
