import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { CommandFailure } from "../../runtime/failure";
import { pageProgram } from "./client-program";
import { drawDiagrams } from "./diagram/draw";
import type { PageReport } from "./model/report";
import { renderPage } from "./page/page";

/**
 * Writes the page. Packages that draw are loaded only here.
 *
 * @throws CommandFailure where the file cannot be written
 */
export async function writePage(report: PageReport, file: string): Promise<void> {
  const [diagrams, program] = await Promise.all([drawDiagrams(report), pageProgram()]);
  const page = renderPage(report, { diagrams, program });
  try {
    mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
    writeFileSync(file, page);
  } catch (error) {
    throw new CommandFailure(
      `${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      "name another file with --out",
    );
  }
}
