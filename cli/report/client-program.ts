import { projectFile } from "../../environments/project";

/**
 * The page's program as one script: charts, and the code of the rule `capacity` and of `simulate`,
 * as they are.
 */
export async function pageProgram(): Promise<string> {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [projectFile("cli/report/client/index.ts")],
    absWorkingDir: projectFile("."),
    bundle: true,
    minify: true,
    write: false,
    platform: "browser",
    format: "iife",
    target: "es2022",
    // The mask at the end of what commands print asks for it; a page has no variables.
    define: { "process.env": "{}" },
    legalComments: "inline",
    logLevel: "error",
  });
  return outputFiles.map(({ text }) => text).join("");
}
