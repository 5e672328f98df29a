import { ConfigurationError, type ConfigurationIssue } from "../../environments/errors";
import type { EnvironmentName } from "../../environments/schema";
import { imageTag } from "../../environments/schema/common";
import { requiredEnvironment } from "../../runtime/environment-arguments";
import { misuse, parseCommandLine } from "../../runtime/command-line";

/** What `npm run try-image` is asked to do. */
export interface TryImageArguments {
  readonly environment: EnvironmentName;
  /** Tag, with or without digest; undefined: the environment's. */
  readonly tag: string | undefined;
  /** Repository to pull from; undefined: the app's outside the cluster. */
  readonly from: string | undefined;
  /** Print for machines. */
  readonly json: boolean;
}

const USAGE =
  "use: npm run try-image -- ENVIRONMENT [--tag TAG[@sha256:…]] [--from REPOSITORY] [--json]";

/**
 * Reads the arguments of `npm run try-image`.
 *
 * @throws ConfigurationError with everything that is wrong with them
 */
export function tryImageArguments(args: readonly string[]): TryImageArguments {
  const { values, positionals } = parseCommandLine(args, USAGE, {
    tag: { type: "string" },
    from: { type: "string" },
    json: { type: "boolean", default: false },
  });
  const [name, ...more] = positionals;
  const misuses: ConfigurationIssue[] = [];
  if (more.length > 0) misuses.push(misuse(positionals.join(" "), "one environment", USAGE));
  const tag = imageTag.safeParse(values.tag ?? "unset");
  if (!tag.success) {
    const message = tag.error.issues.map((issue) => issue.message).join("; ");
    misuses.push(misuse(values.tag, message, USAGE, "--tag"));
  }
  if (misuses.length > 0) throw new ConfigurationError(misuses);
  return {
    environment: requiredEnvironment(name, USAGE),
    tag: values.tag,
    from: values.from,
    json: values.json,
  };
}
