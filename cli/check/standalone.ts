import { misuse } from "../../runtime/command-line";
import { runCommand } from "../../runtime/exit";
import { ConfigurationError } from "../../environments/errors";
import { runCheck } from "./run";

const USAGE = `Usage: node fluxibri-check.mjs DIR [--json] [--sarif FILE|-]
       node fluxibri-check.mjs --plan FILE | --cluster --context NAME [--kubeconfig FILE]
`;

/**
 * The check as one file, without the project: a folder, a plan or a cluster.
 * Its first argument may be the folder alone.
 */
void runCommand(() => runCheck(withoutEnvironments(process.argv.slice(2))));

/** @throws ConfigurationError when an environment is named, or nothing to check */
function withoutEnvironments(given: readonly string[]): readonly string[] {
  const [first, ...rest] = given;
  const args = first === undefined || first.startsWith("-") ? given : ["--manifests", ...given];
  if (rest.includes("--help") || first === "--help") return ["--help"];
  const named = args.some((each) => /^--environment(=|$)/.test(each));
  const sources = args.some((each) => /^--(manifests|plan|cluster)(=|$)/.test(each));
  if (sources && !named) return args;
  throw new ConfigurationError([
    misuse(
      given.join(" "),
      named
        ? "environments are data of the project, which this file does not have"
        : "names nothing to check",
      USAGE,
    ),
  ]);
}
