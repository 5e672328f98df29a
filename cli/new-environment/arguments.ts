import { readdirSync } from "node:fs";
import { environmentName as known } from "../../environments";
import { ConfigurationError, type ConfigurationIssue } from "../../environments/errors";
import { projectFile } from "../../environments/project";
import type { EnvironmentName } from "../../environments/schema";
import { environmentName } from "../../environments/schema/environment-name";
import { CommandLine, misuse, usageError } from "../../runtime/command-line";

/** What `npm run new-environment` takes. */
export interface NewEnvironmentArguments {
  readonly name: EnvironmentName;
  /** Environment whose files it begins with. */
  readonly from: EnvironmentName;
  /** Environment that it is to rehearse. */
  readonly rehearses: EnvironmentName | undefined;
  /** Its data may be lost, whatever the other's is. */
  readonly unprotected: boolean;
  /** Values that would otherwise be derived from the name, by the option's name. */
  readonly chosen: Readonly<Partial<Record<ChosenValue, string>>>;
}

/** Values that a person may choose. */
export const CHOSEN_VALUES = ["project", "cluster", "region", "host", "channel"] as const;
export type ChosenValue = (typeof CHOSEN_VALUES)[number];

export const COMMAND = new CommandLine({
  call: "npm run new-environment --",
  does: "Writes the files of an environment as a copy of another that shares nothing that only one can have.",
  takes: "NAME",
  statuses: {
    0: "the files are written",
    1: "a file could not be written",
    2: "wrong usage or data",
  },
  options: {
    from: { type: "string", value: "ENV", required: true, does: "environment to begin with" },
    rehearses: { type: "string", value: "ENV", does: "environment that it is compared with" },
    unprotected: { type: "boolean", default: false, does: "its data may be lost" },
    project: {
      type: "string",
      value: "NAME",
      does: "project of Terraform Cloud, in place of one by the name",
    },
    cluster: { type: "string", value: "NAME", does: "cluster, in place of one by the name" },
    region: { type: "string", value: "REGION", does: "AWS region, in place of the other's" },
    host: {
      type: "string",
      value: "HOST",
      does: "host of the web front, in place of one by the name",
    },
    channel: {
      type: "string",
      value: "'#NAME'",
      does: "Slack channel of its alerts, in place of one by the name",
    },
  },
});

/**
 * Reads the arguments of `npm run new-environment`.
 *
 * @throws ConfigurationError for a name that is taken or cannot be one, and unknown environments
 */
export function newEnvironmentArguments(args: readonly string[]): NewEnvironmentArguments {
  const { values, positionals } = COMMAND.parse(args);
  const [given, ...more] = positionals;
  if (given === undefined || more.length > 0) {
    throw usageError(positionals.join(" "), "takes one name", COMMAND.usage);
  }
  if (values.from === undefined) {
    throw usageError(
      "",
      "--from is missing: an environment to begin with",
      COMMAND.usage,
      "--from",
    );
  }
  const { success, data: name, error } = environmentName.safeParse(given);
  const issues = [
    ...(success
      ? []
      : error.issues.map(({ message }) => misuse(given, message, COMMAND.usage, "NAME"))),
    ...taken(given),
  ];
  if (name === undefined || issues.length > 0) throw new ConfigurationError(issues);
  return {
    name,
    from: known(values.from),
    rehearses: values.rehearses === undefined ? undefined : known(values.rehearses),
    unprotected: values.unprotected,
    chosen: values,
  };
}

/** No file is written over: not an environment's, and none of the code beside them. */
function taken(name: string): readonly ConfigurationIssue[] {
  return readdirSync(projectFile("environments"))
    .filter((file) => [name, `${name}.ts`, `${name}.switches.json`].includes(file))
    .map((file) =>
      misuse(name, `environments/${file} is there already`, "choose another name", "NAME"),
    );
}
