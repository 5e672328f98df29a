import { readFileSync } from "node:fs";
import path from "node:path";
import { environmentFile } from "./environment-file";
import { ConfigurationError, type ConfigurationIssue } from "./errors";
import { local } from "./local";
import { projectFile } from "./project";
import { production } from "./production";
import { pairsAmong, rehearsedNames, type Rehearsals } from "./rehearsals";
import {
  ENVIRONMENT_NAMES,
  type EnvironmentData,
  type EnvironmentName,
  type EnvironmentSpec,
  type Switches,
} from "./schema";
import { chartMirror } from "./schema/switches";
import { staging } from "./staging";
import { abbreviated, closest } from "./suggest";
import { validate, type Validation } from "./validate";

const DATA: Readonly<Record<EnvironmentName, EnvironmentData>> = { local, staging, production };

/** Where a person names environments, if nothing else is said. */
const COMMAND_LINE = "command line";

/** Variables of the process that override data. */
export interface Overrides {
  /** Repository or folder for all charts. */
  readonly CHART_MIRROR?: string | undefined;
  /** Kubeconfig paths of the local environment, separated as in PATH. */
  readonly KUBECONFIG?: string | undefined;
  /** Kubeconfig context of the local environment. */
  readonly KUBE_CONTEXT?: string | undefined;
}

/**
 * Names given by a person, checked; none means all.
 *
 * @param place where they were given
 * @throws ConfigurationError naming every unknown environment and the known ones
 */
export function environmentNames(
  given: readonly string[],
  place = COMMAND_LINE,
): readonly EnvironmentName[] {
  const known: readonly string[] = ENVIRONMENT_NAMES;
  const unknown = given.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new ConfigurationError(unknown.map((name) => unknownEnvironment(name, place)));
  }
  return given.length === 0
    ? ENVIRONMENT_NAMES
    : ENVIRONMENT_NAMES.filter((name) => given.includes(name));
}

/**
 * One name given by a person, checked.
 *
 * @throws ConfigurationError with the known ones, if it is none of them
 */
export function environmentName(given: string): EnvironmentName {
  const name = ENVIRONMENT_NAMES.find((known) => known === given);
  if (name === undefined) throw new ConfigurationError([unknownEnvironment(given, COMMAND_LINE)]);
  return name;
}

function unknownEnvironment(name: string, place: string): ConfigurationIssue {
  const guess = closest(name, ENVIRONMENT_NAMES) ?? abbreviated(name, ENVIRONMENT_NAMES);
  const known = ENVIRONMENT_NAMES.join(", ");
  return {
    file: place,
    path: "environment",
    value: name,
    message: "unknown environment",
    fix: `use ${guess === undefined ? known : `"${guess}" (known: ${known})`}`,
  };
}

/**
 * Reads and validates environments.
 *
 * @throws ConfigurationError with every issue of every environment asked for
 */
export function loadEnvironments(
  names: readonly EnvironmentName[],
  overrides: Overrides,
): readonly EnvironmentSpec[] {
  return judged(
    names.map((name) => validate(name, rawEnvironment(name, overrides, readSwitches(name)))),
    overrides,
  );
}

/**
 * Reads and validates one environment.
 *
 * @throws ConfigurationError with every issue of it
 */
export function loadEnvironment(name: EnvironmentName, overrides: Overrides): EnvironmentSpec {
  return withSwitches(name, readSwitches(name), overrides);
}

/**
 * What environments are compared with: those that rehearse one of them.
 *
 * @throws ConfigurationError with every issue of those that are compared
 */
export function loadRehearsals(
  names: readonly EnvironmentName[],
  overrides: Overrides,
): Rehearsals {
  const all = ENVIRONMENT_NAMES.flatMap((rehearsal) =>
    rehearsedNames(DATA[rehearsal]).map((rehearsed) => ({ rehearsal, rehearsed })),
  );
  const asked = all.filter(({ rehearsed }) => names.includes(rehearsed));
  const compared = new Set(asked.flatMap(({ rehearsal, rehearsed }) => [rehearsal, rehearsed]));
  const pairs = pairsAmong(loadEnvironments([...compared], overrides));
  return {
    pairs: pairs.filter(({ rehearsed }) => names.includes(rehearsed.name)),
    complete: asked.length === all.length,
  };
}

/**
 * An environment as it would be with other switches than those in its file.
 *
 * @throws ConfigurationError with every issue that it would have
 */
export function environmentWith(
  name: EnvironmentName,
  switches: Switches,
  overrides: Overrides,
): EnvironmentSpec {
  return withSwitches(name, switches, overrides);
}

function withSwitches(
  name: EnvironmentName,
  switches: object,
  overrides: Overrides,
): EnvironmentSpec {
  const [spec] = judged([validate(name, rawEnvironment(name, overrides, switches))], overrides);
  if (spec === undefined) throw new Error(`there is no environment ${name}`);
  return spec;
}

function judged(results: readonly Validation[], overrides: Overrides): readonly EnvironmentSpec[] {
  const mirror = overrides.CHART_MIRROR || undefined;
  const issues = [
    ...results.flatMap((result) => (result.ok ? [] : result.issues)),
    ...mirrorIssues(mirror),
  ];
  if (issues.length > 0) throw new ConfigurationError(issues);
  const specs = results.flatMap((result) => (result.ok ? [result.spec] : []));
  return mirror === undefined ? specs : specs.map((spec) => withChartMirror(spec, mirror));
}

/**
 * The variable is for one machine's run, so it is applied after the data was
 * judged: a folder of this machine must not make an environment invalid whose
 * runs are elsewhere.
 */
function withChartMirror(spec: EnvironmentSpec, mirror: string): EnvironmentSpec {
  return { ...spec, switches: { ...spec.switches, chartMirror: mirror } };
}

function mirrorIssues(mirror: string | undefined): readonly ConfigurationIssue[] {
  const result = chartMirror.safeParse(mirror ?? "./");
  return result.success
    ? []
    : result.error.issues.map(({ message }) => ({
        file: "environment variable CHART_MIRROR",
        path: "",
        value: mirror,
        message,
        fix: "set it to a repository or a folder, or unset it",
      }));
}

/** Data and switches of one environment, not yet validated. */
function rawEnvironment(name: EnvironmentName, overrides: Overrides, switches: object): unknown {
  const data = DATA[name];
  return {
    ...data,
    cluster:
      data.cluster.kind === "kubeconfig" ? kubeconfigOf(data.cluster, overrides) : data.cluster,
    switches,
  };
}

/** Paths are made absolute: Terraform runs in the stack's folder, not in the caller's. */
function kubeconfigOf(
  cluster: Extract<EnvironmentData["cluster"], { kind: "kubeconfig" }>,
  overrides: Overrides,
): EnvironmentData["cluster"] {
  return {
    ...cluster,
    kubeconfigPaths: overrides.KUBECONFIG
      ? overrides.KUBECONFIG.split(path.delimiter)
          .filter((entry) => entry !== "")
          .map((entry) => path.resolve(entry))
      : cluster.kubeconfigPaths,
    context: overrides.KUBE_CONTEXT || cluster.context,
  };
}

function readSwitches(name: EnvironmentName): object {
  const file = environmentFile(name, ["switches"]);
  const problem = (message: string, fix: string) =>
    new ConfigurationError([{ file, path: "", value: undefined, message, fix }]);
  let text: string;
  try {
    text = readFileSync(projectFile(file), "utf8");
  } catch (error) {
    throw problem(`cannot be read: ${String(error)}`, "restore the file from version control");
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch (error) {
    throw problem(`is not JSON: ${String(error)}`, "correct the syntax");
  }
  throw problem("must hold one JSON object", "see environments/schema/switches.ts");
}
