import { environmentName, environmentNames } from "../../environments";
import { ConfigurationError } from "../../environments/errors";
import type { EnvironmentName } from "../../environments/schema";
import { SOME_ENVIRONMENTS } from "../../runtime/environment-arguments";
import { CommandLine, type ExitStatuses, misuse } from "../../runtime/command-line";
import { CLUSTER_OPTIONS, JSON_OPTION, VERBOSE_OPTION } from "../../runtime/options";

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
  /** Accepted findings in full. */
  readonly verbose: boolean;
  /** File for a SARIF log; `-`: standard output, and nothing else there. */
  readonly sarif: string | undefined;
}

const MANIFESTS = {
  manifests: { type: "string", value: "PATH", does: "a folder of Kubernetes YAML, or one file" },
} as const;

const FOREIGN = {
  plan: {
    type: "string",
    value: "FILE",
    does: "Terraform plan or state, from `terraform show -json`",
  },
  cluster: { type: "boolean", default: false, does: "a running cluster" },
  ...CLUSTER_OPTIONS,
} as const;

const ENVIRONMENT = {
  environment: { type: "string", value: "NAME", does: "environment that the content belongs to" },
} as const;

const REPORT = {
  ...VERBOSE_OPTION,
  ...JSON_OPTION,
  sarif: {
    type: "string",
    value: "FILE|-",
    does: "writes the findings as SARIF; -: to standard output",
  },
} as const;

const REPORTED = ["verbose", "json", "sarif"] as const;

const STATUSES: ExitStatuses = {
  0: "every rule holds; warnings, and files that could not be read, are listed",
  1: "a rule fails",
  2: "wrong usage or data, no such cluster, or nothing could be read",
};

export const COMMAND = new CommandLine({
  call: "npm run check --",
  does: "Checks environments, or Kubernetes and Terraform of others, against every rule.",
  takes: SOME_ENVIRONMENTS,
  statuses: STATUSES,
  options: { ...MANIFESTS, ...FOREIGN, ...ENVIRONMENT, ...REPORT },
  forms: [
    { takes: SOME_ENVIRONMENTS, options: REPORTED },
    { takes: "--manifests PATH", options: ["environment", ...REPORTED] },
    { takes: "--cluster", options: ["kubeconfig", "context", "environment", ...REPORTED] },
    { takes: "--plan FILE", options: ["environment", ...REPORTED] },
  ],
});

/** The check as one file: its data has no environments. */
export const FILE_COMMAND = new CommandLine({
  call: "node fluxibri-check.mjs",
  does: "Checks Kubernetes YAML, a Terraform plan or a cluster against every rule.",
  takes: "PATH",
  statuses: STATUSES,
  options: {
    ...MANIFESTS,
    ...FOREIGN,
    context: { ...CLUSTER_OPTIONS.context, does: "context of the kubeconfig" },
    kubeconfig: { ...CLUSTER_OPTIONS.kubeconfig, does: "kubeconfig, in place of kubectl's own" },
    ...REPORT,
  },
  forms: [
    { takes: "PATH", options: REPORTED },
    { takes: "--plan FILE", options: REPORTED },
    { takes: "--cluster --context NAME", options: ["kubeconfig", ...REPORTED] },
  ],
});

/** What a command line asks for. */
export interface CheckArguments {
  readonly target: CheckTarget;
  readonly output: CheckOutput;
}

/**
 * Reads the arguments of `npm run check`.
 *
 * @throws ConfigurationError with everything that does not go together, and unknown environments
 */
export function checkArguments(args: readonly string[]): CheckArguments {
  const { values, positionals } = COMMAND.parse(args);
  refuse(args, COMMAND.usage, misusesOf(values, positionals));
  return { target: targetOf(values, positionals), output: outputOf(values) };
}

/**
 * Reads the arguments of the check as one file: what is checked stands alone, or behind an option.
 *
 * @throws ConfigurationError with everything that does not go together, and where nothing is named
 */
export function fileArguments(args: readonly string[]): CheckArguments {
  // Unknown here: a message of its own says why.
  const environments = args.filter((word) => /^--environment(=|$)/.test(word));
  if (environments.length > 0 && !args.includes("--help")) {
    refuse(args, FILE_COMMAND.usage, [
      `${environments.join(" ")}: environments are data of the project, which this file does not have`,
    ]);
  }
  const { values, positionals } = FILE_COMMAND.parse(args);
  const [path, ...others] = positionals;
  const given = { ...values, manifests: values.manifests ?? path, environment: undefined };
  const twice = values.manifests !== undefined && path !== undefined ? [path] : [];
  const more = [...twice, ...others];
  refuse(args, FILE_COMMAND.usage, [
    ...(more.length > 0
      ? [`one folder or file is checked at a time, and ${more.join(" ")} is one more`]
      : []),
    ...(sourcesOf(given).length === 0 ? ["names nothing to check"] : []),
    ...misusesOf(given, []),
  ]);
  return { target: targetOf(given, []), output: outputOf(values) };
}

function refuse(args: readonly string[], usage: string, misuses: readonly string[]): void {
  if (misuses.length === 0) return;
  throw new ConfigurationError(misuses.map((message) => misuse(args.join(" "), message, usage)));
}

function outputOf({ json, verbose, sarif }: Pick<Values, "json" | "verbose" | "sarif">) {
  return { json, verbose, sarif };
}

type Values = ReturnType<typeof COMMAND.parse>["values"];

function misusesOf(values: Values, positionals: readonly string[]): readonly string[] {
  const { cluster, kubeconfig, context, environment, json, verbose, sarif } = values;
  const sources = sourcesOf(values);
  const foreign = sources.length > 0;
  const misuses = [
    { when: sources.length > 1, message: `${sources.join(" and ")} exclude each other` },
    {
      when: foreign && positionals.length > 0,
      message: `${positionals.join(" ")} beside ${sources.join(" and ")}: the environment of what is checked is named with --environment`,
    },
    {
      when: verbose && (json || sarif === "-"),
      message: "--verbose has no effect with --json or --sarif -, which have everything",
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

function sourcesOf({ manifests, plan, cluster }: Values): readonly string[] {
  return [
    ...(manifests === undefined ? [] : ["--manifests"]),
    ...(plan === undefined ? [] : ["--plan"]),
    ...(cluster ? ["--cluster"] : []),
  ];
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
