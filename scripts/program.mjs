/**
 * Builds a TypeScript program of the project and runs it. What runs a third
 * time with nothing changed is kept: one file with the packages inside, and the
 * code that V8 made of it. The runs before build what is fast to build, because
 * many a copy of the project runs a command once or twice. Plain JavaScript, because
 * run.mjs imports it before there are packages.
 */
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { compiled, moduleText } from "./kept-code.mjs";
import { Kept, stampOf } from "./kept.mjs";

/** From this run on with the same files, a build of three times the work pays. */
const RUNS_BEFORE_KEPT = 3;

/** Packages that find their own files by where they are, that are large and seldom needed, and those of development. */
function unbundled(project) {
  const { devDependencies } = manifestOf(project);
  return ["esbuild", "prettier", "@viz-js/viz", ...Object.keys(devDependencies)];
}

/** Every package but those that are published as ES modules only. */
function packages(project) {
  const { dependencies, devDependencies } = manifestOf(project);
  return Object.keys({ ...dependencies, ...devDependencies }).filter(
    (name) => !name.startsWith("@kubernetes-models/"),
  );
}

function manifestOf(project) {
  return JSON.parse(readFileSync(path.join(project, "package.json"), "utf8"));
}

/** Folders of the project's own files: a new file there may be what an import means. */
function foldersOf(inputs) {
  const own = inputs.filter((file) => !file.includes(`${path.sep}node_modules${path.sep}`));
  return [...new Set(own.map((file) => path.dirname(file)))];
}

/**
 * @param project absolute path of the project
 * @param program absolute path of a TypeScript file of it
 * @param url what `import.meta.url` is in the program
 * @throws what esbuild throws, after it said what is wrong in which line
 */
export async function runProgram(project, program, url) {
  const kept = new Kept(project, program);
  const record = kept.record();
  const known = record?.code === undefined ? undefined : kept.read(`.${record.code}.cjs`);
  if (known !== undefined) {
    // ASCII, as esbuild writes it.
    return run(kept, record.code, known.toString("latin1"));
  }

  const { buildSync } = await import("esbuild");
  const runs = (record?.runs ?? 0) + 1;
  const isKept = runs >= RUNS_BEFORE_KEPT;
  const started = Date.now();
  const { outputFiles, metafile } = buildSync({
    entryPoints: [program],
    outfile: kept.file(".cjs"),
    absWorkingDir: project,
    write: false,
    metafile: true,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: (isKept ? unbundled(project) : packages(project)).flatMap((name) => [
      name,
      `${name}/*`,
    ]),
    alias: { "re2-wasm": path.join(project, "scripts", "late-re2.mjs") },
    define: { "import.meta.url": JSON.stringify(url) },
    // `import()` becomes `require()`: Node 20 cannot import from code that it read from V8's cache.
    supported: { "dynamic-import": false },
    // What is kept is read each time: half as long without comments, and with lines that an error may print.
    ...(isKept && { minifyWhitespace: true, lineLimit: 120 }),
    logLevel: "error",
  });
  const text = moduleText(outputFiles[0].text);
  const inputs = Object.keys(metafile.inputs).map((file) => path.resolve(project, file));
  const code = isKept ? createHash("sha256").update(text).digest("hex").slice(0, 16) : undefined;
  // What changed while it was built may be in it or not.
  if (inputs.every((file) => statSync(file).mtimeMs < started)) {
    if (code !== undefined) kept.write(`.${code}.cjs`, text);
    const stamps = [...inputs, ...foldersOf(inputs)].map((file) => [file, stampOf(file)]);
    kept.write(".json", JSON.stringify({ inputs: stamps, runs, code }));
    kept.prune(`${kept.stem}.${code}`);
  }
  run(kept, code, text);
}

/** @param code name of a build that is kept; undefined for one that is not */
function run(kept, code, text) {
  const filename = kept.file(`.${code ?? "once"}.cjs`);
  const body = compiled(text, filename, code === undefined ? undefined : kept, `.${code}.v8`);
  const module = { exports: {} };
  const require = createRequire(filename);
  body(module.exports, require, module, filename, path.dirname(filename));
}
