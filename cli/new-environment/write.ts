import { linkSync, rmSync, writeFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import { projectFile } from "../../environments/project";
import type { Draft } from "./draft";

/**
 * Writes the files of a draft: all of them, or none. No file is written over,
 * not even one that came a moment ago.
 *
 * @throws Error when a file cannot be written
 */
export async function writeDraft({ files }: Draft): Promise<void> {
  const texts = await Promise.all(
    files.map(async ({ file, text }) => ({
      file: projectFile(file),
      text: await formatted(projectFile(file), text),
    })),
  );
  const written: string[] = [];
  try {
    for (const { file, text } of texts) {
      const arriving = `${file}.${process.pid}.arriving`;
      try {
        writeFileSync(arriving, text, { flag: "wx", flush: true });
        linkSync(arriving, file);
        written.push(file);
      } finally {
        rmSync(arriving, { force: true });
      }
    }
  } catch (error) {
    for (const file of written) rmSync(file);
    throw error;
  }
}

/** As the project's formatter writes it, which `npm test` asks for. */
async function formatted(file: string, text: string): Promise<string> {
  return format(text, { ...(await resolveConfig(file)), filepath: file });
}
