import path from "node:path";
import { z } from "zod";
import { clusterClashes } from "./clusters";
import { fileSystemClashes } from "./file-systems";
import { ConfigurationError, type ConfigurationIssue } from "./errors";
import { environmentData } from "./files/environment-data";
import { ENVIRONMENT_NAMES, type EnvironmentName, isEnvironmentName } from "./files/names";
import { environmentSwitches } from "./files/switches";
import { pairsAmong, rehearsedNames, type Rehearsals } from "./rehearsals";
import { environment, type EnvironmentSpec, type Switches } from "./schema";
import { chartMirror } from "./schema/switches";
import { abbreviated, closest } from "./suggest";
import { vaultClashes } from "./vaults";
import { validate, type ValidationResult } from "./validate";

/** Place of environments' names in messages, by default. */
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
  const unknown = given.filter((name) => !isEnvironmentName(name));
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
  if (!isEnvironmentName(given)) {
    throw new ConfigurationError([unknownEnvironment(given, COMMAND_LINE)]);
  }
  return given;
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
    names.map((name) => validate(name, rawEnvironment(name, overrides, environmentSwitches(name)))),
    overrides,
  );
}

/**
 * Reads and validates one environment.
 *
 * @throws ConfigurationError with every issue of it
 */
export function loadEnvironment(name: EnvironmentName, overrides: Overrides): EnvironmentSpec {
  return withSwitches(name, environmentSwitches(name), overrides);
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
    rehearsedIn(rehearsal).map((rehearsed) => ({ rehearsal, rehearsed })),
  );
  const asked = all.filter(({ rehearsed }) => names.includes(rehearsed));
  const compared = new Set(asked.flatMap(({ rehearsal, rehearsed }) => [rehearsal, rehearsed]));
  const pairs = pairsAmong(loadEnvironments([...compared], overrides));
  return {
    pairs: pairs.filter(({ rehearsed }) => names.includes(rehearsed.name)),
    complete: asked.length === all.length,
  };
}

/** What an environment says that it rehearses; a wrong value is an error where that environment is loaded. */
function rehearsedIn(name: EnvironmentName): readonly EnvironmentName[] {
  const { data } = z
    .object({ rehearses: environment.shape.rehearses })
    .safeParse(environmentData(name));
  return rehearsedNames(data ?? {});
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

function judged(
  results: readonly ValidationResult[],
  overrides: Overrides,
): readonly EnvironmentSpec[] {
  const mirror = overrides.CHART_MIRROR || undefined;
  const issues = [
    ...results.flatMap((result) => (result.ok ? [] : result.issues)),
    ...mirrorIssues(mirror),
  ];
  if (issues.length > 0) throw new ConfigurationError(distinct(issues));
  const specs = results.flatMap((result) => (result.ok ? [result.spec] : []));
  const clashes = [...clusterClashes(specs), ...vaultClashes(specs), ...fileSystemClashes(specs)];
  if (clashes.length > 0) throw new ConfigurationError(clashes);
  return mirror === undefined ? specs : specs.map((spec) => withChartMirror(spec, mirror));
}

/** A fault in what environments share is one, however many of them have it. */
function distinct(issues: readonly ConfigurationIssue[]): readonly ConfigurationIssue[] {
  return [...new Map(issues.map((issue) => [JSON.stringify(issue), issue])).values()];
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
  const data = environmentData(name);
  if (!isRecord(data)) return data;
  const { cluster } = data;
  const overridden =
    isRecord(cluster) && cluster["kind"] === "kubeconfig"
      ? { ...cluster, ...kubeconfigOf(overrides) }
      : cluster;
  return { ...data, cluster: overridden, switches };
}

/** Paths are made absolute: Terraform runs in the stack's folder, not in the caller's. */
function kubeconfigOf({ KUBECONFIG, KUBE_CONTEXT }: Overrides): object {
  const kubeconfigPaths = (KUBECONFIG ?? "")
    .split(path.delimiter)
    .filter((entry) => entry !== "")
    .map((entry) => path.resolve(entry));
  return {
    ...(KUBECONFIG ? { kubeconfigPaths } : {}),
    ...(KUBE_CONTEXT ? { context: KUBE_CONTEXT } : {}),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
