import { readdirSync } from "node:fs";
import path from "node:path";
import { buildSync, type BuildOptions, type Message } from "esbuild";
import { z } from "zod";
import { ConfigurationError } from "../errors";
import { projectFile } from "../project";

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
 * TypeScript of a folder as JavaScript, whichever way this process runs: from a
 * bundle, through a loader, in a test. All files of the folder are compiled at
 * once, because each call starts a process.
 */
export class TypeScriptFiles {
  private readonly compiled = new Map<string, string>();
  private readonly folders = new Set<string>();

  /** @param texts files as they would be, by their absolute path. @default as they are on disk */
  constructor(private readonly texts: ReadonlyMap<string, string> = new Map()) {}

  /**
   * JavaScript of a file, CommonJS.
   *
   * @param file absolute path
   * @throws ConfigurationError naming every syntax error of the file with its line
   */
  javaScriptOf(file: string): string {
    this.compileFolder(path.dirname(file));
    const known = this.compiled.get(file);
    const text = this.texts.get(file);
    if (known !== undefined && text === undefined) return known;
    try {
      if (text === undefined) this.compile([file]);
      else this.compileText(file, text);
    } catch (error) {
      throw syntaxErrors(file, error);
    }
    return this.compiled.get(file) ?? "";
  }

  /** One file with a fault leaves all of them to be compiled one by one. */
  private compileFolder(folder: string): void {
    if (this.folders.has(folder)) return;
    this.folders.add(folder);
    const files = readdirSync(folder).filter((name) => name.endsWith(".ts"));
    try {
      this.compile(files.map((name) => path.join(folder, name)));
    } catch {
      // The file that has it says so when it is asked for.
    }
  }

  private compileText(file: string, contents: string): void {
    const stdin = {
      contents,
      sourcefile: file,
      resolveDir: path.dirname(file),
      loader: "ts",
    } as const;
    const [output] = buildSync({ ...OPTIONS, stdin }).outputFiles;
    this.compiled.set(file, output?.text ?? "");
  }

  /** @param files of one folder */
  private compile(files: readonly string[]): void {
    const [first = "."] = files;
    const folder = path.dirname(first);
    const places = { entryPoints: [...files], outdir: folder, outbase: folder };
    for (const { path: output, text } of buildSync({ ...OPTIONS, ...places }).outputFiles) {
      this.compiled.set(output.replace(/\.js$/, ".ts"), text);
    }
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
