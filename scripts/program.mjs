/**
 * Builds a TypeScript program of the project and runs it. What runs a third
 * time with nothing changed is kept: one file with the packages inside, and the
 * code that V8 made of it. The runs before build what is fast to build, because
 * many a copy of the project runs a command once or twice. Plain JavaScript, because
 * run.mjs imports it before there are packages.
 */
import { createHash } from "node:crypto";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import vm from "node:vm";

/** What nothing ran for so long is removed: builds of another Node, of a copy of the project that is gone. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/** From this run on with the same files, a build of three times the work pays. */
const RUNS_BEFORE_KEPT = 3;

/** What Node puts around a CommonJS module. */
const BEGIN = "(function (exports, require, module, __filename, __dirname) {";
const END = "})";

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

/** A file as it was, to the nanosecond; null when it is not there. */
function stampOf(file) {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? null : `${found.mtimeNs} ${found.ctimeNs} ${found.size}`;
}

/** Folders of the project's own files: a new file there may be what an import means. */
function foldersOf(inputs) {
  const own = inputs.filter((file) => !file.includes(`${path.sep}node_modules${path.sep}`));
  return [...new Set(own.map((file) => path.dirname(file)))];
}

/** What is kept of one program, by this Node, in this folder. */
class Kept {
  constructor(project, program) {
    this.folder = path.join(project, "node_modules", ".cache", "programs");
    const key = JSON.stringify([project, program, process.version, process.arch, process.execArgv]);
    this.stem = createHash("sha256").update(key).digest("hex").slice(0, 16);
  }

  file(ending) {
    return path.join(this.folder, `${this.stem}${ending}`);
  }

  read(ending) {
    try {
      return readFileSync(this.file(ending));
    } catch {
      return undefined;
    }
  }

  /** Never fails a command: a folder that cannot be written costs time alone. */
  write(ending, content) {
    try {
      mkdirSync(this.folder, { recursive: true });
      const temporary = this.file(`.${process.pid}.tmp`);
      writeFileSync(temporary, content);
      renameSync(temporary, this.file(ending));
    } catch {
      // Built anew next time.
    }
  }

  /** The record of the last build, if all that went into it is as it was. */
  record() {
    try {
      const record = JSON.parse(String(this.read(".json")));
      return record.inputs.every(([file, stamp]) => stampOf(file) === stamp) ? record : undefined;
    } catch {
      return undefined;
    }
  }

  /** Removes this program's earlier builds, and what was not used for long. */
  prune(current) {
    try {
      for (const name of readdirSync(this.folder)) {
        const file = path.join(this.folder, name);
        const isEarlier = name.startsWith(`${this.stem}.`) && !name.startsWith(current);
        const isOld = Date.now() - statSync(file).mtimeMs > KEPT_MS;
        if ((isEarlier && !name.endsWith(".json")) || isOld) rmSync(file, { force: true });
      }
    } catch {
      // Another process removes them as well.
    }
  }
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
  const text = `${BEGIN}${outputFiles[0].text}\n${END}`;
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
  const cachedData = code === undefined ? undefined : kept.read(`.${code}.v8`);
  const script = new vm.Script(text, { filename, cachedData });
  if (code !== undefined && (cachedData === undefined || script.cachedDataRejected)) {
    // At the end, with the functions that the run needed.
    process.once("exit", () => kept.write(`.${code}.v8`, script.createCachedData()));
  }
  const module = { exports: {} };
  const require = createRequire(filename);
  script.runInThisContext()(module.exports, require, module, filename, path.dirname(filename));
}
