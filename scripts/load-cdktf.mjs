/**
 * Loads the CDKTF CLI as Node does, in half the time: V8's code of its own files is
 * kept, and packages that `synth` and `deploy` do not use (two compilers of TypeScript,
 * translators to other languages) are loaded when one is asked for something.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { compiled, moduleText } from "./kept-code.mjs";
import { Kept, stampOf } from "./kept.mjs";
import { LatePackages } from "./late-package.mjs";

const LATE = ["@cdktf/hcl2cdk", "@cdktf/hcl2json", "@cdktf/hcl-tools"];

/** Files of the CLI, the one that starts it first. */
const FILES = ["cdktf.js", path.join("cmds", "handlers.js")];

/**
 * @param project absolute path of the project
 * @param folder absolute path of the CLI's programs
 */
export function loadCdktf(project, folder) {
  const files = FILES.map((file) => path.join(folder, file));
  const kept = new Kept(project, JSON.stringify(files.map((file) => [file, stampOf(file)])));
  const packages = new LatePackages(kept);
  const loaded = new Map();

  const load = (filename) => {
    const known = loaded.get(filename);
    if (known !== undefined) return known.exports;
    const module = { id: filename, filename, exports: {}, children: [], loaded: false };
    loaded.set(filename, module);
    // What asks for the program that was started gets the CLI.
    process.mainModule ??= module;
    const require = createRequire(filename);
    const own = (id) => {
      if (LATE.includes(id)) return packages.get(id, () => require(id));
      return files.includes(id) ? load(id) : require(id);
    };
    Object.assign(own, require, { main: process.mainModule });
    const text = moduleText(readFileSync(filename, "utf8"));
    const body = compiled(text, filename, kept, `.${path.basename(filename)}.v8`);
    body.call(module.exports, module.exports, own, module, filename, path.dirname(filename));
    module.loaded = true;
    return module.exports;
  };
  load(files[0]);
}
