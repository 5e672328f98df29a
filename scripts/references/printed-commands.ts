import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/** Folders whose texts doctor, deploy, plan, rollback and migrate-claims print. */
const PRINTING = [
  "cli/doctor",
  "cli/deploy",
  "cli/plan",
  "cli/rollback",
  "cli/migrate-claims",
  "cli/operation",
  "cli/switches",
  "runtime",
];
/** Functions that make a program's command, and how many of their arguments come before its words. */
const BUILDERS: Readonly<Record<string, { readonly program: string; readonly before: number }>> = {
  kubectl: { program: "kubectl", before: 2 },
  kubectlCommand: { program: "kubectl", before: 1 },
  helm: { program: "helm", before: 2 },
};
/** A value that is put in. */
const VALUE = "…";
/** Words after `npm run NAME --` that are part of the command, not of the sentence around it. */
const ARGUMENT =
  /^(…|[A-Z]{2,}|NAME@VERSION|--[\w-]+|'[^']*'|node-pools|storage|platform|secrets|workload)$/;

/** A command as a message prints it, without the values that are put in. */
export interface PrintedCommand {
  /** `kubectl describe pod`, `npm run deploy -- … workload`. */
  readonly shape: string;
  /** Files whose texts print it. */
  readonly files: readonly string[];
}

/** Every command that a message of the five commands can print, read from their code. */
export function printedCommands(): readonly PrintedCommand[] {
  const found = new Map<string, Set<string>>();
  for (const file of PRINTING.flatMap(filesIn)) {
    for (const shape of shapesIn(file)) {
      const files = found.get(shape) ?? new Set();
      found.set(shape, files.add(file));
    }
  }
  return [...found]
    .map(([shape, files]) => ({ shape, files: [...files].toSorted() }))
    .toSorted((left, right) => left.shape.localeCompare(right.shape, "en"));
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.posix.join(folder, file));
}

function shapesIn(file: string): readonly string[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(file, "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
  const shapes: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const { program = "", before = Infinity } = BUILDERS[node.expression.text] ?? {};
      if (node.arguments.length > before) {
        shapes.push(...shapesOf(`${program} ${wordsOf(node.arguments.slice(before)).join(" ")}`));
      }
    }
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      shapes.push(...shapesOf(textOf(node)));
      // Texts within a text have been seen; calls within it have not.
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return shapes;
}

function wordsOf(args: readonly ts.Expression[]): readonly string[] {
  return args.flatMap((arg): readonly string[] => {
    if (ts.isSpreadElement(arg)) {
      return ts.isArrayLiteralExpression(arg.expression)
        ? wordsOf(arg.expression.elements)
        : [VALUE];
    }
    return ts.isStringLiteralLike(arg) || ts.isTemplateExpression(arg) ? [textOf(arg)] : [VALUE];
  });
}

function textOf(node: ts.StringLiteralLike | ts.TemplateExpression): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  return node.head.text + node.templateSpans.map(({ literal }) => VALUE + literal.text).join("");
}

/**
 * The commands in a text, without their values: what a person runs, as
 * `kubectl -n keda scale deployment/x --replicas=1` is `kubectl scale`.
 */
export function shapesOf(text: string): readonly string[] {
  const one = text.replace(/\s+/g, " ");
  return [
    ...[...one.matchAll(/\bnpm run ([\w:-]+)(?: -- ([^;`]*))?/g)].map(([, name = "", rest = ""]) =>
      ["npm run", name, ...argumentsOf(rest)].join(" "),
    ),
    ...[...one.matchAll(/\bnpx cdktf (deploy|destroy) (terraform-cloud|\S)?/g)].map(
      ([, verb = "", stack = ""]) =>
        `npx cdktf ${verb} ${stack === "terraform-cloud" ? stack : VALUE}`,
    ),
    ...matches(one, /\bkubectl ((?:[^;`&)\]]|\)$)*)/g).flatMap(kubectlShape),
    ...matches(
      one,
      /\bhelm (?:-\S+ \S+ )*(rollback|uninstall|upgrade|pull|template|status)\b/g,
    ).map((rest) => `helm ${rest}`),
    ...matches(one, /\b(?:terraform|tofu|…) -chdir=\S+ ([a-z-]+(?: (?:pull|push))?)/g).map(
      (rest) => `terraform ${rest}`,
    ),
    ...matches(one, /\bterraform (login|show)\b/g).map((rest) => `terraform ${rest}`),
    ...matches(
      one,
      /\baws ([a-z-]+ (?:describe|list|get|delete|update|create|request|import)-[a-z-]+|[a-z]+ update-kubeconfig)/g,
    ).map((rest) => `aws ${rest}`),
    ...matches(one, /\bgit (stash|diff|checkout|commit)\b/g).map((rest) => `git ${rest}`),
  ];
}

function matches(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, group = ""]) => group.trim());
}

/** Up to the first word that belongs to the sentence around the command. */
function argumentsOf(rest: string): readonly string[] {
  const words: string[] = [];
  for (const word of rest.split(" ")) {
    const bare = word.replace(/[,.:)]+$/, "");
    if (!ARGUMENT.test(bare)) break;
    const isFirst = words.length === 0;
    const isValue = bare === VALUE || /^'/.test(bare);
    words.push(isFirst && (isValue || bare === "ENVIRONMENT") ? "ENV" : isValue ? VALUE : bare);
    if (bare !== word) break;
  }
  return words.length === 0 ? [] : ["--", ...words];
}

const VERBS =
  /^(annotate|config|cordon|create|delete|describe|drain|get|label|logs|patch|rollout|scale|set|taint|uncordon)$/;
/** Verbs whose next word is part of what they do. */
const WITH_SECOND = /^(config|create|delete|describe|get|label|rollout|set|taint)$/;

function kubectlShape(rest: string): readonly string[] {
  const words = rest.split(" ").filter((word) => word !== "");
  const at = words.findIndex((word) => VERBS.test(word.replace(/[,.:)]+$/, "")));
  const verb = words[at]?.replace(/[,.:)]+$/, "");
  if (verb === undefined) return [];
  // Between the program and its verb stand options and their values alone.
  if (
    words
      .slice(0, at)
      .some((word, index) => !/^-|^…/.test(word) && !/^-/.test(words[index - 1] ?? ""))
  )
    return [];
  const second = words[at + 1]?.replace(/[,.:)]+$/, "");
  if (!WITH_SECOND.test(verb) || second === undefined) return [`kubectl ${verb}`];
  if (/^-/.test(second)) return [`kubectl ${verb}`];
  return [`kubectl ${verb} ${/^[a-z][a-z,-]*$/.test(second) ? second : VALUE}`];
}
