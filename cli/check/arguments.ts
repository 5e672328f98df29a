import { environmentName, environmentNames } from "../../environments";
import { ConfigurationError } from "../../environments/errors";
import type { EnvironmentName } from "../../environments/schema";
import { SOME_ENVIRONMENTS } from "../../runtime/environment-arguments";
import { CommandLine, misuse } from "../../runtime/command-line";
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

const COMMAND = new CommandLine({
  call: "npm run check --",
  does: "Checks environments, or Kubernetes and Terraform of others, against every rule.",
  takes: SOME_ENVIRONMENTS,
  options: {
    manifests: { type: "string", value: "DIR", does: "folder of Kubernetes YAML" },
    plan: {
      type: "string",
      value: "FILE",
      does: "Terraform plan or state, from `terraform show -json`",
    },
    cluster: { type: "boolean", default: false, does: "a running cluster" },
    ...CLUSTER_OPTIONS,
    environment: { type: "string", value: "NAME", does: "environment that the content belongs to" },
    ...VERBOSE_OPTION,
    ...JSON_OPTION,
    sarif: {
      type: "string",
      value: "FILE|-",
      does: "writes the findings as SARIF; -: to standard output",
    },
  },
  forms: [
    { takes: SOME_ENVIRONMENTS, options: ["verbose", "json", "sarif"] },
    { takes: "--manifests DIR", options: ["environment", "verbose", "json", "sarif"] },
    {
      takes: "--cluster",
      options: ["kubeconfig", "context", "environment", "verbose", "json", "sarif"],
    },
    { takes: "--plan FILE", options: ["environment", "verbose", "json", "sarif"] },
  ],
});

/**
 * Reads the arguments of `npm run check`.
 *
 * @throws ConfigurationError with everything that does not go together, and unknown environments
 */
export function checkArguments(args: readonly string[]): {
  readonly target: CheckTarget;
  readonly output: CheckOutput;
} {
  const { values, positionals } = COMMAND.parse(args);
  const misuses = misusesOf(values, positionals);
  if (misuses.length > 0) {
    throw new ConfigurationError(
      misuses.map((message) => misuse(args.join(" "), message, COMMAND.usage)),
    );
  }
  const { json, verbose, sarif } = values;
  return { target: targetOf(values, positionals), output: { json, verbose, sarif } };
}

type Values = ReturnType<typeof COMMAND.parse>["values"];

function misusesOf(values: Values, positionals: readonly string[]): readonly string[] {
  const { manifests, plan, cluster, kubeconfig, context, environment, json, verbose, sarif } =
    values;
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

function targetOf(values: Values, positionals: readonly string[]): CheckTarget {
  const { manifests, plan, cluster, kubeconfig, context } = values;
  const environment =
    values.environment === undefined ? undefined : environmentName(values.environment);
  if (manifests !== undefined) return { source: "manifests", folder: manifests, environment };
  if (plan !== undefined) return { source: "plan", file: plan, environment };
  if (cluster) return { source: "cluster", kubeconfig, context, environment };
  return { source: "synthesized", environments: environmentNames(positionals) };
}
