import { ConfigurationError, type ConfigurationIssue } from "../../environments/errors";
import type { EnvironmentName } from "../../environments/schema";
import { imageTag } from "../../environments/schema/common";
import { requiredEnvironment } from "../../runtime/environment-arguments";
import { CommandLine, misuse } from "../../runtime/command-line";
import { APPLICATION_OPTION, JSON_OPTION } from "../../runtime/options";

/** What `npm run try-image` is asked to do. */
export interface TryImageArguments {
  readonly environment: EnvironmentName;
  /** Whose image; undefined: the only application's. */
  readonly application: string | undefined;
  /** Tag, with or without digest; undefined: the environment's. */
  readonly tag: string | undefined;
  /** Repository to pull from; undefined: the app's outside the cluster. */
  readonly from: string | undefined;
  /** Print for machines. */
  readonly json: boolean;
}

export const COMMAND = new CommandLine({
  call: "npm run try-image --",
  does: "Starts an image of the app with the settings of an environment: do web and workers come up?",
  takes: "ENVIRONMENT",
  statuses: {
    0: "the image starts",
    1: "it does not, or it cannot be tried",
    2: "wrong usage or data",
  },
  options: {
    ...APPLICATION_OPTION,
    tag: {
      type: "string",
      value: "TAG[@sha256:…]",
      does: "image to start, in place of the environment's",
    },
    from: {
      type: "string",
      value: "REPOSITORY",
      does: "repository to pull from, in place of the app's",
    },
    ...JSON_OPTION,
  },
});

/**
 * Reads the arguments of `npm run try-image`.
 *
 * @throws ConfigurationError with everything that is wrong with them
 */
export function tryImageArguments(args: readonly string[]): TryImageArguments {
  const { values, positionals } = COMMAND.parse(args);
  const [name, ...more] = positionals;
  const misuses: ConfigurationIssue[] = [];
  if (more.length > 0)
    misuses.push(misuse(positionals.join(" "), "one environment", COMMAND.usage));
  const tag = imageTag.safeParse(values.tag ?? "unset");
  if (!tag.success) {
    const message = tag.error.issues.map((issue) => issue.message).join("; ");
    misuses.push(misuse(values.tag, message, COMMAND.usage, "--tag"));
  }
  if (misuses.length > 0) throw new ConfigurationError(misuses);
  return {
    environment: requiredEnvironment(name, COMMAND.usage),
    application: values.application,
    tag: values.tag,
    from: values.from,
    json: values.json,
  };
}
