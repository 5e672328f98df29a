import { CHART_NAMES } from "../../addons";
import { environmentName } from "../../environments";
import { ConfigurationError, type ConfigurationIssue } from "../../environments/errors";
import type { ChartName, EnvironmentName, Switches } from "../../environments/schema";
import { IMAGE_SOURCES } from "../../environments/schema/switches";
import { closest, oneOf } from "../../environments/suggest";
import { CommandLine, misuse } from "../../runtime/command-line";
import { OPEN_NETWORK_OPTION, openNetworkReason } from "../deploy/open-network";
import { APPLICATION_OPTION, APPROVAL_OPTIONS, JSON_OPTION } from "../../runtime/options";

/** Switches that shall have another position; undefined ones stay as they are. */
export interface Wishes {
  readonly images: Switches["images"] | undefined;
  readonly keda: boolean | undefined;
  readonly imageTag: string | undefined;
  /** Whose image tag; undefined: the only application's. */
  readonly application: string | undefined;
  /** Versions by chart; whether they are exact is the schema's to say. */
  readonly charts: ReadonlyMap<ChartName, string>;
}

/** What `npm run rollback` is asked to do. */
export interface RollbackArguments {
  readonly environment: EnvironmentName;
  readonly wishes: Wishes;
  /** No questions: the change is written and applied. */
  readonly yes: boolean;
  /** Addresses that may be destroyed although they hold state. */
  readonly allowDestroy: readonly string[];
  /** Why it may be applied where network policies are not enforced; undefined: it may not. */
  readonly openNetwork: string | undefined;
  /** The change is committed without a question. */
  readonly commit: boolean;
  readonly json: boolean;
}

export const COMMAND = new CommandLine({
  call: "npm run rollback --",
  does: "Switches an environment back, and applies it: image source, KEDA, chart versions, image tag.",
  takes: "ENVIRONMENT",
  statuses: {
    0: "done, so already, or shown only",
    1: "a rule, a plan or the apply failed, or a loss was not agreed to",
    2: "wrong usage or data, or a file that differs from its commit",
  },
  options: {
    // Several, so that two different values are refused together with all else.
    to: {
      type: "string",
      multiple: true,
      value: IMAGE_SOURCES.join("|"),
      does: "source of the app's images",
    },
    "without-keda": { type: "boolean", default: false, does: "switches KEDA off" },
    "with-keda": { type: "boolean", default: false, does: "switches KEDA on" },
    chart: {
      type: "string",
      multiple: true,
      value: "NAME@VERSION",
      does: "version of a chart, for this environment alone",
    },
    "image-tag": { type: "string", multiple: true, value: "TAG", does: "tag of the app's image" },
    ...APPLICATION_OPTION,
    ...APPROVAL_OPTIONS,
    ...OPEN_NETWORK_OPTION,
    commit: {
      type: "boolean",
      default: false,
      does: "commits the changed switches without a question",
    },
    ...JSON_OPTION,
  },
});

/**
 * Reads the arguments of `npm run rollback`.
 *
 * @throws ConfigurationError with everything that is wrong with them
 */
export function rollbackArguments(args: readonly string[]): RollbackArguments {
  const { values, positionals } = COMMAND.parse(args);
  const issues: ConfigurationIssue[] = [];
  const environment = environmentOf(positionals, issues);
  const images = imagesOf(one(values.to ?? [], "--to", issues), issues);
  const imageTag = one(values["image-tag"] ?? [], "--image-tag", issues);
  if (values["without-keda"] && values["with-keda"]) {
    issues.push(misuse("--without-keda --with-keda", "KEDA is either off or on", COMMAND.usage));
  }
  if (values.application !== undefined && imageTag === undefined) {
    issues.push(
      misuse(
        values.application,
        "--application has no effect without --image-tag",
        COMMAND.usage,
        "--application",
      ),
    );
  }
  const charts = chartsOf(values.chart ?? [], issues);
  const isAsked =
    [values.to, values["image-tag"], values.chart].some((given) => given !== undefined) ||
    values["without-keda"] ||
    values["with-keda"];
  if (!isAsked) issues.push(misuse(args.join(" "), "says nothing to be switched", COMMAND.usage));
  if (issues.length > 0 || environment === undefined) throw new ConfigurationError(issues);
  return {
    environment,
    wishes: {
      images,
      keda: values["without-keda"] ? false : values["with-keda"] || undefined,
      imageTag,
      application: values.application,
      charts,
    },
    yes: values.yes,
    allowDestroy: values["allow-destroy"] ?? [],
    openNetwork: openNetworkReason(values, COMMAND.usage),
    commit: values.commit,
    json: values.json,
  };
}

/** One at a time: a way back is decided for one environment, and confirmed for it. */
function environmentOf(
  positionals: readonly string[],
  issues: ConfigurationIssue[],
): EnvironmentName | undefined {
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) {
    issues.push(misuse(positionals.join(" "), "takes exactly one environment", COMMAND.usage));
    return undefined;
  }
  try {
    return environmentName(name);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    issues.push(...error.issues);
    return undefined;
  }
}

/** The last of two different values would win without a word. */
function one(
  given: readonly string[],
  option: string,
  issues: ConfigurationIssue[],
): string | undefined {
  if (new Set(given).size > 1) {
    issues.push(
      misuse(given.join(", "), `${option} is given with different values`, "give it once"),
    );
  }
  return given[0];
}

function imagesOf(
  given: string | undefined,
  issues: ConfigurationIssue[],
): Switches["images"] | undefined {
  const known = IMAGE_SOURCES.find((source) => source === given);
  if (given !== undefined && known === undefined) {
    issues.push(misuse(given, "is no source of images", `use --to ${IMAGE_SOURCES.join(" or ")}`));
  }
  return known;
}

function chartsOf(
  given: readonly string[],
  issues: ConfigurationIssue[],
): ReadonlyMap<ChartName, string> {
  const charts = new Map<ChartName, string>();
  for (const text of given) {
    const [name = "", version, ...rest] = text.split("@");
    const chart = CHART_NAMES.find((known) => known === name);
    if (version === undefined || version === "" || rest.length > 0) {
      issues.push(misuse(text, "is not NAME@VERSION", "write for example --chart keda@2.20.1"));
    } else if (chart === undefined) {
      const guess = closest(name, CHART_NAMES);
      const fix = guess === undefined ? oneOf(CHART_NAMES) : `use "${guess}"`;
      issues.push(misuse(text, `there is no chart ${name}`, fix));
    } else if (charts.has(chart) && charts.get(chart) !== version) {
      issues.push(misuse(text, `${chart} has another version already`, "name each chart once"));
    } else {
      charts.set(chart, version);
    }
  }
  return charts;
}
