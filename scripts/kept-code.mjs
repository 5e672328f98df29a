/** Code that V8 made of a file, kept between runs: what is large takes longer to compile than to run. */
import vm from "node:vm";

/** The text of a CommonJS module with what Node puts around it. */
export function moduleText(text) {
  return `(function (exports, require, module, __filename, __dirname) {${text}\n})`;
}

/**
 * A CommonJS module as a function, by the code that is kept of it.
 *
 * @param text with what Node puts around it
 * @param kept where its code is kept; undefined to keep none
 * @param ending name of the code among what is kept; V8 refuses code of a text of another length alone, so a name has one text
 */
export function compiled(text, filename, kept, ending) {
  const cachedData = kept?.read(ending);
  const script = new vm.Script(text, { filename, cachedData });
  if (kept !== undefined && (cachedData === undefined || script.cachedDataRejected)) {
    // At the end, with the functions that the run needed.
    process.once("exit", () => kept.write(ending, script.createCachedData()));
  }
  return script.runInThisContext();
}
