import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { montageAi } from "../applications/montage-ai";

const read = (file: string): string => readFileSync(file, "utf8");
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(read("package.json")));

/** Every page of the project; empty outside a checkout. */
const pages = existsSync(".git")
  ? execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.md"], {
      encoding: "utf8",
    })
      .split("\0")
      .filter((file) => file !== "" && existsSync(file))
  : [];
const inCheckout = pages.length > 0 ? test : test.skip;

/** A command as a page gives it. */
interface Command {
  readonly page: string;
  /** Program, relative to the project. */
  readonly program: string;
  readonly words: readonly string[];
}

/** Commands of a page; what is not ours has no program. */
function commandsOf(page: string): readonly Command[] {
  const text = read(page);
  const npm = [
    ...text.matchAll(/\bnpm run (?:-s |--silent )?([a-z][a-z0-9:-]*)(?: -- ([^`\n|]*))?/g),
  ];
  const ci = [...text.matchAll(/\b(scripts\/ci\/[a-z-]+\.ts)([^`\n|]*)/g)];
  return [
    ...npm.map(([, name = "", rest = ""]) => ({
      page,
      program: programOf(scripts[name] ?? `no script ${name}`),
      words: wordsOf(rest),
    })),
    ...ci.map(([, program = "", rest = ""]) => ({ page, program, words: wordsOf(rest) })),
  ];
}

function programOf(script: string): string {
  return /^node scripts\/run\.mjs (\S+)$/.exec(script)?.[1] ?? script;
}

/** Up to a comment of the shell, another command, or the end of the sentence's code. */
function wordsOf(rest: string): readonly string[] {
  return (rest.split(/ #|&&|;|\)/)[0] ?? "").split(/\s+/).filter((word) => word !== "");
}

/** What reads the command line of a program: it, its folder, and options that it shares with others. */
function sourceOf(program: string): string {
  const folder = /^(.*)\/index\.ts$/.exec(program)?.[1];
  const parts =
    folder === undefined
      ? [program]
      : readdirSync(folder)
          .filter((file) => file.endsWith(".ts"))
          .map((file) => `${folder}/${file}`);
  const shared = parts.flatMap((file) =>
    [...read(file).matchAll(/from "(\.[^"]*\/(?:options|arguments))"/g)].map(([, target = ""]) =>
      path.join(path.dirname(file), `${target}.ts`),
    ),
  );
  return [...parts, ...shared].map(read).join("\n");
}

const commands = pages.flatMap(commandsOf);

inCheckout("every npm script that a page names is there", () => {
  const unknown = commands.filter(({ program }) => program.startsWith("no script"));
  expect(unknown.map(({ page, program }) => `${page}: ${program}`)).toEqual([]);
});

inCheckout("every script of the pipeline that a page names is there", () => {
  const ours = commands.filter(({ program }) => program.startsWith("scripts/ci/"));
  expect(ours.filter(({ program }) => !existsSync(program))).toEqual([]);
  expect(ours).not.toEqual([]);
});

inCheckout("every option that a page gives to a command is one that it takes", () => {
  const wrong = commands
    .filter(({ program }) => existsSync(program))
    .flatMap(({ page, program, words }) =>
      words
        .flatMap((word) => /^\[?--([a-z][a-z-]*)/.exec(word)?.[1] ?? [])
        .filter((option) => !new RegExp(`["\\s-]${option}["\\s:\\]]`).test(sourceOf(program)))
        .map((option) => `${page}: ${program} --${option}`),
    );
  expect(wrong).toEqual([]);
});

inCheckout("every environment that a page gives to a command is one", () => {
  const known = /^(ENV|ENVIRONMENT|local|staging|production|\[?environment\.\.\.\]?)$/i;
  const takeOne =
    /^cli\/(plan|deploy|drift|rollback|mirror|migrate-claims|replace-pool)\/index\.ts$/;
  const wrong = commands.filter(
    ({ program, words: [first] }) =>
      takeOne.test(program) && first !== undefined && !known.test(first),
  );
  expect(wrong.map(({ page, words }) => `${page}: ${words.join(" ")}`)).toEqual([]);
});

/** As GitHub makes the anchor of a heading. */
function anchorOf(heading: string): string {
  return heading
    .replaceAll(/[`*]|\[([^\]]*)\]\([^)]*\)/g, "$1")
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}\s_-]/gu, "")
    .replaceAll(/\s/g, "-");
}

inCheckout("links lead to headings that are there", () => {
  const broken = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\(([^)#\s:]*)#([^)\s]+)\)/g)].flatMap(
      ([link, file = "", anchor]) => {
        const target = file === "" ? page : path.join(path.dirname(page), file);
        if (!target.endsWith(".md")) return [];
        const headings = [...read(target).matchAll(/^#+ (.+)$/gm)].map(([, text = ""]) =>
          anchorOf(text),
        );
        return headings.includes(anchor ?? "") ? [] : [`${page} ${link}`];
      },
    ),
  );
  expect(broken).toEqual([]);
});

test("the runbook leads from every alert, and from no other", () => {
  const runbook = read("docs/runbook.md");
  const alerts = readdirSync("modules/monitoring")
    .filter((file) => file.endsWith("-alerts.ts"))
    .flatMap((file) => [...read(`modules/monitoring/${file}`).matchAll(/ name: "([A-Za-z]+)"/g)])
    .map(([, name]) => `${montageAi.alertPrefix}${name}`);
  expect([...new Set(alerts)].sort()).toEqual(
    [...new Set(runbook.match(/MontageAI[A-Za-z]+/g))].sort(),
  );
});
