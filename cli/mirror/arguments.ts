import { environmentName } from "../../environments";
import { ConfigurationError, type ConfigurationIssue } from "../../environments/errors";
import type { EnvironmentName } from "../../environments/schema";
import { imageTag } from "../../environments/schema/common";
import { CommandLine, idleOptions, misuse } from "../../runtime/command-line";
import { APPLICATION_OPTION, CLUSTER_OPTIONS, JSON_OPTION } from "../../runtime/options";

/** What `npm run mirror` is asked to do. */
export interface MirrorArguments {
  readonly environment: EnvironmentName;
  /** Whose image; undefined: the only application's. */
  readonly application: string | undefined;
  /** Tag, with or without digest; undefined: the environment's. */
  readonly tag: string | undefined;
  /** Repository to copy from; undefined: the app's outside the cluster. */
  readonly from: string | undefined;
  /** Address of the registry's push side; undefined: a port-forward is opened. */
  readonly to: string | undefined;
  /** Port of the port-forward on this machine. */
  readonly port: number;
  /** Cluster of the port-forward, where it is not the environment's own. */
  readonly context: string | undefined;
  readonly kubeconfig: string | undefined;
  /** Write tag and digest into the environment's switches. */
  readonly pin: boolean;
  /** Write it without having started the image. */
  readonly withoutStartCheck: boolean;
  /** Print for machines. */
  readonly json: boolean;
}

const ONE_WAY =
  "leave out --to for a port-forward, or the others for an address that answers already";
/** With `--to` there is no port-forward. */
const OF_PORT_FORWARD = ["--port", "--context", "--kubeconfig"];

export const COMMAND = new CommandLine({
  call: "npm run mirror --",
  does: "Copies the app's image into the cluster's registry, by digest; --pin writes it into the switches.",
  takes: "ENVIRONMENT",
  statuses: {
    0: "the images are there, by digest",
    1: "an image could not be copied, or differs",
    2: "wrong usage or data",
  },
  options: {
    ...APPLICATION_OPTION,
    tag: {
      type: "string",
      mayBeEmpty: true,
      value: "TAG[@sha256:…]",
      does: "image to copy, in place of the environment's",
    },
    from: {
      type: "string",
      value: "REPOSITORY",
      does: "repository to copy from, in place of the app's",
    },
    pin: {
      type: "boolean",
      default: false,
      does: "writes tag and digest into the environment's switches",
    },
    "without-start-check": {
      type: "boolean",
      default: false,
      does: "with --pin: does not start the image before",
    },
    to: {
      type: "string",
      value: "HOST:PORT",
      does: "push side of the registry, in place of a port-forward",
    },
    port: {
      type: "string",
      default: "5000",
      value: "PORT",
      does: "port of the port-forward on this machine",
    },
    ...CLUSTER_OPTIONS,
    ...JSON_OPTION,
  },
});

/**
 * Reads the arguments of `npm run mirror`.
 *
 * @throws ConfigurationError with everything that is wrong with them
 */
export function mirrorArguments(args: readonly string[]): MirrorArguments {
  const { values, positionals, given } = COMMAND.parse(args);
  const misuses: ConfigurationIssue[] =
    values.to === undefined ? [] : [...idleOptions(given, OF_PORT_FORWARD, "--to", ONE_WAY)];
  const refuse = (path: string, value: unknown, message: string) =>
    misuses.push(misuse(value, message, COMMAND.usage, path));
  if (values["without-start-check"] && !values.pin) {
    refuse("--without-start-check", true, "has no effect without --pin: nothing is written");
  }
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) {
    refuse("environment", positionals.join(" "), "one environment is mirrored to at a time");
  }
  const tag = imageTag.safeParse(values.tag || "unset");
  if (!tag.success) {
    refuse("--tag", values.tag, tag.error.issues.map(({ message }) => message).join("; "));
  }
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65535) refuse("--port", values.port, "no port");
  if (values.to !== undefined && !/^[a-zA-Z0-9.-]+(:\d{1,5})?$/.test(values.to)) {
    refuse("--to", values.to, "is not HOST:PORT");
  }
  if (name === undefined || misuses.length > 0) throw new ConfigurationError(misuses);
  return {
    environment: environmentName(name),
    application: values.application,
    // A workflow's input that is not filled in is empty.
    tag: values.tag || undefined,
    from: values.from,
    to: values.to,
    port,
    context: values.context,
    kubeconfig: values.kubeconfig,
    pin: values.pin,
    withoutStartCheck: values["without-start-check"],
    json: values.json,
  };
}
