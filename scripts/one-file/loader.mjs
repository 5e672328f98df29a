/**
 * What `fluxibri-check.mjs` begins with: runs the program that stands behind it, in the
 * first comment, with the code that V8 made of it the last time. A comment is not compiled,
 * and the kept code is read in a fifth of the time: of the check of one file half is compiling otherwise.
 * Plain JavaScript without imports: an import of `node:fs` loads all that it exports, streams among it.
 */
/* global FLUXIBRI_BUILD, FLUXIBRI_ESCAPED -- the build writes them in */
const node = process.getBuiltinModule;
if (node === undefined) {
  console.error(`Node ${process.versions.node} is too old: install Node 20.19 or newer.`);
  process.exit(2);
}
const fs = node("node:fs");
const path = node("node:path");
const v8 = node("node:v8");
const vm = node("node:vm");

/** As scripts/run.mjs does, and for the same: what is kept is for these flags. */
if (Number(process.versions.node.split(".")[0]) < 22) {
  v8.setFlagsFromString("--interrupt-budget=500000");
}

/** Other releases' code, and that of other versions of Node, is removed when it is so old. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

const file = import.meta.filename;
// ASCII, as esbuild writes it; what is not stands behind the program.
const text = fs.readFileSync(file, "latin1");
// Written as an expression, so that it is not found here.
const begin = /^\/\*program$/m.exec(text).index + "/*program".length;
const program = text.slice(begin, text.indexOf("*/", begin)).replaceAll(FLUXIBRI_ESCAPED, "*/");

const given = process.env.XDG_CACHE_HOME;
const home = node("node:os").homedir();
const folder = path.join(given || path.join(home, ".cache"), "fluxibri-core", "check");
const kept = path.join(folder, `${FLUXIBRI_BUILD}-${process.version}-${process.arch}.v8`);
// Node's own switch for the code that it keeps. Without a home nothing is written beside what is checked.
const keeps =
  !process.env.NODE_DISABLE_COMPILE_CACHE &&
  path.isAbsolute(folder) &&
  (given || fs.existsSync(home));

const cachedData = keeps ? read() : undefined;
const script = new vm.Script(program, { filename: file, cachedData });
if (keeps && (cachedData === undefined || script.cachedDataRejected)) {
  // At the end, with the functions that the run needed.
  process.once("exit", () => write(script.createCachedData()));
}
const module = { exports: {} };
script.runInThisContext()(module.exports, node, module, import.meta.url);

function read() {
  try {
    return fs.readFileSync(kept);
  } catch {
    return undefined;
  }
}

/** Never fails a check: a folder that cannot be written costs time alone. */
function write(code) {
  try {
    fs.mkdirSync(folder, { recursive: true });
    for (const name of fs.readdirSync(folder)) {
      const other = path.join(folder, name);
      if (Date.now() - fs.statSync(other).mtimeMs > KEPT_MS) fs.rmSync(other, { force: true });
    }
    const part = `${kept}.${process.pid}.part`;
    fs.writeFileSync(part, code);
    fs.renameSync(part, kept);
  } catch {
    // Compiled anew next time.
  }
}
