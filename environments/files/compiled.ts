import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { version } from "esbuild";
import { projectFile } from "../project";

/** Beside the programs that scripts/program.mjs keeps, which removes what is old there. */
const FOLDER = "node_modules/.cache/programs";

/** JavaScript that was made of a text before, by this compiler; undefined: of this text none. */
export function compiledBefore(text: string): string | undefined {
  try {
    return readFileSync(fileOf(text), "utf8");
  } catch {
    return undefined;
  }
}

/** Keeps what was made of a text. Never fails a command: a folder that cannot be written costs time alone. */
export function keepCompiled(text: string, code: string): void {
  try {
    mkdirSync(projectFile(FOLDER), { recursive: true });
    const file = fileOf(text);
    const temporary = `${file}.${process.pid}.tmp`;
    writeFileSync(temporary, code);
    renameSync(temporary, file);
  } catch {
    // Compiled anew next time.
  }
}

function fileOf(text: string): string {
  const key = createHash("sha256").update(`${version}\n${text}`).digest("hex").slice(0, 32);
  return projectFile(`${FOLDER}/${key}.data.js`);
}
