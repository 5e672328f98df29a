import { readdirSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { projectFile } from "../../environments/project";
import type { Progress } from "../../runtime/progress";
import { run } from "../../runtime/process/run";
import { pythonEnvironment } from "../../runtime/python-environment";
import { actionlint } from "../ci/lib/actionlint";
import type { ScanResult } from "./finding";
import { attempt, LIMIT_SECONDS } from "./attempt";

const FOLDER = ".github/workflows";

const linted = z.array(z.object({ message: z.string(), filepath: z.string(), kind: z.string() }));

/** actionlint on every workflow: the one on PATH, or the pinned one through Go. */
export async function scanByActionlint(): Promise<ScanResult> {
  const command = actionlint();
  if (command === undefined) {
    return { scanner: "actionlint", ran: false, because: "neither actionlint nor Go is on PATH" };
  }
  return attempt("actionlint", async () => {
    const [program, ...args] = command;
    const files = readdirSync(projectFile(FOLDER)).map((file) => `${FOLDER}/${file}`);
    const { stdout } = await run({
      program,
      args: [...args, "-format", "{{json .}}", ...files],
      cwd: projectFile("."),
      timeoutSeconds: LIMIT_SECONDS,
    });
    return linted.parse(JSON.parse(stdout)).map(({ message, filepath, kind }) => ({
      scanner: "actionlint" as const,
      check: kind,
      where: filepath,
      says: message,
    }));
  });
}

const audited = z.array(
  z.object({
    ident: z.string(),
    desc: z.string(),
    locations: z.array(
      z.object({
        symbolic: z.object({
          kind: z.string(),
          key: z.object({ Local: z.object({ verbatim_path: z.string() }).optional() }),
          route: z.unknown(),
        }),
      }),
    ),
  }),
);

/** zizmor on every workflow, without a look at GitHub. */
export function scanByZizmor(say: Progress): Promise<ScanResult> {
  return attempt("zizmor", async () => {
    const python = await pythonEnvironment(
      { requirements: "scripts/scan/requirements-workflows.txt", what: "zizmor" },
      say,
    );
    const ended = await run({
      program: path.join(path.dirname(python), "zizmor"),
      args: ["--offline", "--no-progress", "--no-exit-codes", "--format", "json", FOLDER],
      cwd: projectFile("."),
      ...{ timeoutSeconds: LIMIT_SECONDS, mostBytes: 2 ** 28 },
    });
    if (ended.stdout === "") throw new Error(ended.lastLines() || ended.summary);
    return audited.parse(JSON.parse(ended.stdout)).map(({ ident, desc, locations }) => {
      const [first] = locations;
      const primary = locations.find(({ symbolic }) => symbolic.kind === "Primary") ?? first;
      return {
        scanner: "zizmor" as const,
        check: ident,
        where: path.basename(primary?.symbolic.key.Local?.verbatim_path ?? ""),
        says: desc,
      };
    });
  });
}
