import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { ESLint } from "eslint";

/** Programs whose words go straight to the terminal, and why no secret is in them. */
const STRAIGHT = {
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
    const straight = sources.filter((file) => /["']inherit["']/.test(readFileSync(file, "utf8")));
    expect(straight.toSorted()).toEqual(Object.keys(STRAIGHT).toSorted());
  },
);

test.each([
  "process.stdout.write(text);",
  "process.stderr.write(text);",
  "const out = process.stdout;",
  "console.log(text);",
])("the linter refuses %s outside of masking/output", async (line) => {
  const eslint = new ESLint();
  const messages = async (filePath: string) => {
    const [result] = await eslint.lintText(`declare const text: string;\n${line}\n`, { filePath });
    return (result?.messages ?? []).map(({ ruleId }) => ruleId);
  };
  const refused = /^no-(console|restricted-syntax)$/;
  for (const file of [
    "cli/start/index.ts",
    "runtime/exit.ts",
    "scripts/ci/plan.ts",
    "e2e/run.ts",
  ]) {
    expect(await messages(file)).toContainEqual(expect.stringMatching(refused));
  }
  expect(await messages("masking/output.ts")).not.toContainEqual(expect.stringMatching(refused));
});
