import { readFileSync } from "node:fs";
import path from "node:path";
import { buildSync, type BuildOptions, type Message } from "esbuild";
import { z } from "zod";
import { ConfigurationError } from "../errors";
import { projectFile } from "../project";
import { compiledBefore, keepCompiled } from "./compiled";

/** What an error of esbuild carries. */
const failure = z.object({ errors: z.array(z.custom<Message>()).min(1) });

const OPTIONS = {
  bundle: false,
  format: "cjs",
  platform: "node",
  target: "node20",
  write: false,
  logLevel: "silent",
} satisfies BuildOptions;

/**
 * TypeScript as JavaScript, whichever way this process runs: from a bundle,
 * through a loader, in a test. Each text is compiled once, in whichever process:
 * the compiler is a process of its own.
 */
export class TypeScriptFiles {
  private readonly compiled = new Map<string, string>();

  /** @param texts files as they would be, by their absolute path. @default as they are on disk */
  constructor(private readonly texts: ReadonlyMap<string, string> = new Map()) {}

  /**
   * JavaScript of a file, CommonJS.
   *
   * @param file absolute path
   * @throws ConfigurationError naming every syntax error of the file with its line
   */
  javaScriptOf(file: string): string {
    const text = this.texts.get(file) ?? readFileSync(file, "utf8");
    const known = this.compiled.get(text) ?? compiledBefore(text);
    if (known !== undefined) return known;
    const code = compile(file, text);
    this.compiled.set(text, code);
    keepCompiled(text, code);
    return code;
  }
}

function compile(file: string, contents: string): string {
  const stdin = {
    contents,
    sourcefile: file,
    resolveDir: path.dirname(file),
    loader: "ts",
  } as const;
  try {
    return buildSync({ ...OPTIONS, stdin }).outputFiles[0]?.text ?? "";
  } catch (error) {
    throw syntaxErrors(file, error);
  }
}

function syntaxErrors(file: string, error: unknown): ConfigurationError {
  const { data } = failure.safeParse(error);
  const relative = path.relative(projectFile("."), file);
  return new ConfigurationError(
    data === undefined
      ? [problem(relative, undefined, `cannot be compiled: ${String(error)}`)]
      : data.errors.map(({ text, location }) =>
          problem(
            location === null ? relative : `${relative}:${location.line}:${location.column + 1}`,
            location?.lineText.trim(),
            text,
          ),
        ),
  );
}

function problem(file: string, value: string | undefined, text: string) {
  return {
    file,
    path: "",
    value,
    message: `is not TypeScript: ${text}`,
    fix: "correct the syntax there; npm run types says more",
  };
}
