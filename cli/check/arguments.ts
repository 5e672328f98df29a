import { environmentName, environmentNames } from "../../environments";
import { ConfigurationError } from "../../environments/errors";
import type { EnvironmentName } from "../../environments/schema";
import { SOME_ENVIRONMENTS } from "../../runtime/environment-arguments";
import { misuse, parseCommandLine } from "../../runtime/command-line";

/** Environment that the content belongs to; undefined: none of ours. */
type Belongs = EnvironmentName | undefined;

/** What `npm run check` is asked to check. */
export type CheckTarget =
  | { readonly source: "synthesized"; readonly environments: readonly EnvironmentName[] }
  | { readonly source: "manifests"; readonly folder: string; readonly environment: Belongs }
  | { readonly source: "plan"; readonly file: string; readonly environment: Belongs }
  | {
      readonly source: "cluster";
      readonly kubeconfig: string | undefined;
      readonly context: string | undefined;
      readonly environment: Belongs;
    };

/** In which form, and where, the findings are reported. */
export interface CheckOutput {
  /** Print for machines. */
  readonly json: boolean;
  /** File for a SARIF log; `-`: standard output, and nothing else there. */
  readonly sarif: string | undefined;
}

const OPTIONS = {
  manifests: { type: "string" },
  plan: { type: "string" },
  cluster: { type: "boolean", default: false },
  kubeconfig: { type: "string" },
  context: { type: "string" },
  environment: { type: "string" },
  json: { type: "boolean", default: false },
  sarif: { type: "string" },
} as const;

const USAGE = [
  `use: npm run check -- ${SOME_ENVIRONMENTS} [--json] [--sarif FILE|-]`,
  "or   npm run check -- --manifests DIR [--environment NAME] …",
  "or   npm run check -- --cluster [--kubeconfig FILE] [--context NAME] [--environment NAME] …",
  "or   npm run check -- --plan FILE [--environment NAME] …",
].join("\n         ");

/**
 * Reads the arguments of `npm run check`.
 *
 * @throws ConfigurationError with everything that does not go together, and unknown environments
 */
export function checkArguments(args: readonly string[]): {
  readonly target: CheckTarget;
  readonly output: CheckOutput;
} {
  const { values, positionals } = parseCommandLine(args, USAGE, OPTIONS);
  const misuses = misusesOf(values, positionals);
  if (misuses.length > 0) {
    throw new ConfigurationError(misuses.map((message) => misuse(args.join(" "), message, USAGE)));
  }
  const { json, sarif } = values;
  return { target: targetOf(values, positionals), output: { json, sarif } };
}

type Values = ReturnType<typeof parseCommandLine<typeof OPTIONS>>["values"];

function misusesOf(values: Values, positionals: readonly string[]): readonly string[] {
  const { manifests, plan, cluster, kubeconfig, context, environment, json, sarif } = values;
  const sources = [
    ...(manifests === undefined ? [] : ["--manifests"]),
    ...(plan === undefined ? [] : ["--plan"]),
    ...(cluster ? ["--cluster"] : []),
  ];
  const foreign = sources.length > 0;
  const misuses = [
    { when: sources.length > 1, message: `${sources.join(" and ")} exclude each other` },
    {
      when: foreign && positionals.length > 0,
      message: `${positionals.join(" ")} beside ${sources.join(" and ")}: the environment of what is checked is named with --environment`,
    },
    {
      when: !foreign && environment !== undefined,
      message: "--environment is for --manifests, --cluster and --plan",
    },
    {
      when: !cluster && (kubeconfig !== undefined || context !== undefined),
      message: "--kubeconfig and --context are for --cluster",
    },
    { when: json && sarif === "-", message: "--json and --sarif - both print to standard output" },
  ];
  return misuses.filter(({ when }) => when).map(({ message }) => message);
}

function targetOf(values: Values, positionals: readonly string[]): CheckTarget {
  const { manifests, plan, cluster, kubeconfig, context } = values;
  const environment =
    values.environment === undefined ? undefined : environmentName(values.environment);
  if (manifests !== undefined) return { source: "manifests", folder: manifests, environment };
  if (plan !== undefined) return { source: "plan", file: plan, environment };
  if (cluster) return { source: "cluster", kubeconfig, context, environment };
  return { source: "synthesized", environments: environmentNames(positionals) };
}
