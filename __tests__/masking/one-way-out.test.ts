import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

jest.setTimeout(120_000);

const results = z.array(z.object({ messages: z.array(z.object({ line: z.number() })) }));

/** Programs whose words go straight to the terminal, and why no secret is in them. */
const STRAIGHT = {
  "runtime/process/run-sync.ts": "the runner, for those below",
  "cli/new-environment/index.ts": "the project's own program, which has a mask itself",
  "scripts/test.ts": "a developer's tools, which get no credential",
  "scripts/ci/lint-workflows.ts": "reads workflows, and gets no credential",
} as const;

const inCheckout = existsSync(".git") ? test : test.skip;

inCheckout(
  "no program is started whose words pass the mask by, but those that are named here",
  () => {
    const sources = execFileSync("git", ["ls-files", "*.ts"], { encoding: "utf8" })
      .split("\n")
      .filter((file) => file !== "" && !file.startsWith("__tests__/") && existsSync(file));
    expect(sources.length).toBeGreaterThan(400);
    const straight = sources.filter((file) =>
      /["']inherit["']|straight: true/.test(readFileSync(file, "utf8")),
    );
    expect(straight.toSorted()).toEqual(Object.keys(STRAIGHT).toSorted());
  },
);

test("the linter refuses every other way to print, outside of masking/output", () => {
  const program = [
    "declare const text: string;",
    "process.stdout.write(text);",
    "process.stderr.write(text);",
    "export const out = process.stdout;",
    "console.log(text);",
    "",
  ].join("\n");
  const refusedIn = (file: string) => {
    const args = ["node_modules/eslint/bin/eslint.js", "--stdin", "--stdin-filename", file];
    const { stdout } = spawnSync(process.execPath, [...args, "--format", "json"], {
      input: program,
      encoding: "utf8",
    });
    return results
      .parse(JSON.parse(stdout))
      .flatMap(({ messages }) => messages.map(({ line }) => line));
  };
  expect(refusedIn("cli/start/index.ts")).toEqual([2, 3, 4, 5]);
  expect(refusedIn("scripts/ci/lib/outputs.ts")).toEqual([2, 3, 4, 5]);
  expect(refusedIn("masking/output.ts")).toEqual([]);
});
