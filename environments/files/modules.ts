import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { ConfigurationError } from "../errors";
import { projectFile } from "../project";
import { closest } from "../suggest";
import type { TypeScriptFiles } from "./typescript";

/** What a module exports, by name. */
export type Exports = Readonly<Record<string, unknown>>;

/** Changes what the importer of a module gets of it. */
export type OnImport = (file: string, exports: Exports) => Exports;

/** Of what is imported without an ending. */
const ENDINGS = ["", ".ts", "/index.ts"] as const;

/**
 * Modules of data, evaluated on the first request, and then once. An
 * ordinary import would be fixed when this program was bundled, and its errors
 * would be those of whatever bundled it.
 */
export class DataModules {
  private readonly evaluated = new Map<string, Exports>();

  constructor(
    private readonly files: TypeScriptFiles,
    private readonly onImport: OnImport = (_file, exports) => exports,
  ) {}

  /**
   * What a file exports.
   *
   * @param file absolute path
   * @throws ConfigurationError when it is not there, has a syntax error, fails, or imports what is not there
   */
  load(file: string): Exports {
    const known = this.evaluated.get(file);
    if (known !== undefined) return known;
    try {
      return this.evaluate(file, this.files.javaScriptOf(file));
    } catch (error) {
      // Each request fails, not the first alone.
      this.evaluated.delete(file);
      throw error;
    }
  }

  private evaluate(file: string, code: string): Exports {
    const own = createRequire(file);
    const module: { exports: Exports } = { exports: {} };
    // Before it is complete, for modules that import each other.
    this.evaluated.set(file, module.exports);
    const imported = (specifier: string): unknown =>
      specifier.startsWith(".") ? this.import(specifier, file) : own(specifier);
    try {
      new Function("module", "exports", "require", `${code}\n//# sourceURL=${file}`)(
        module,
        module.exports,
        imported,
      );
    } catch (error) {
      if (error instanceof ConfigurationError) throw error;
      throw failed(file, error);
    }
    this.evaluated.set(file, module.exports);
    return module.exports;
  }

  private import(specifier: string, importer: string): Exports {
    const base = path.resolve(path.dirname(importer), specifier);
    const file = ENDINGS.map((ending) => `${base}${ending}`).find(
      (candidate) => candidate.endsWith(".ts") && existsSync(candidate),
    );
    if (file === undefined) {
      throw problem(
        importer,
        specifier,
        "imports a file that is not there",
        "correct the path, or restore the file from version control",
      );
    }
    return named(this.onImport(file, this.load(file)), file, importer);
  }
}

/** Exports of which every name that is asked for is there: a misspelt one would be no more than undefined. */
function named(exports: Exports, file: string, importer: string): Exports {
  return new Proxy(exports, {
    get(target, name) {
      if (typeof name !== "string" || name in target) return Reflect.get(target, name);
      const names = Object.keys(target);
      const guess = closest(name, names);
      throw problem(
        importer,
        name,
        `imports it from ${relative(file)}, which does not export it`,
        `import ${guess === undefined ? `one of ${names.join(", ")}` : `"${guess}"`}`,
      );
    },
  });
}

/** A name that is not there fails as the module is run: its line is that of the text. */
function failed(file: string, error: unknown): ConfigurationError {
  const [, name] = /^ReferenceError: (\S+) is not defined$/.exec(String(error)) ?? [];
  if (name === undefined) {
    return problem(file, undefined, `fails: ${String(error)}`, "correct what it computes");
  }
  const lines = readFileSync(file, "utf8").split("\n");
  const at = lines.findIndex((line) =>
    new RegExp(`(?:(?<![\\w$.'"/-])|(?<=[.]{3}))${name}(?![\\w$'":/-])`).test(line),
  );
  const place = at < 0 ? file : `${file}:${at + 1}`;
  return problem(
    place,
    name,
    "is the name of nothing here",
    `import it: import { ${name} } from "<the file that exports it>", or write the value itself`,
  );
}

function relative(file: string): string {
  return path.relative(projectFile("."), file);
}

function problem(file: string, value: unknown, message: string, fix: string): ConfigurationError {
  return new ConfigurationError([{ file: relative(file), path: "", value, message, fix }]);
}
