import { readFileSync, statSync } from "node:fs";
import { loadEnvironment } from "../../environments";
import type { EnvironmentName, EnvironmentSpec } from "../../environments/schema";
import { manifestFiles } from "../../inventory/manifests/folder";
import { describePlace } from "../../inventory/model";
import { isEmpty, type Reading } from "../../inventory/reading";
import { runRules } from "../../rules";
import type { Checked, Source } from "../synthesis/checked";
import { usageError } from "../../runtime/command-line";
import type { CheckTarget } from "./arguments";
import { judgeByFolder, judgeWithin } from "./folders";
import { fromCaller } from "../../runtime/caller";
import { isTerminal, show } from "../../masking/output";

type Target<S extends Source> = Extract<CheckTarget, { source: S }>;

/**
 * Reads what is to be checked and runs the rules on it.
 *
 * @throws ConfigurationError when it is not there, or nothing of it can be read
 */
export async function checkTarget(target: CheckTarget): Promise<readonly Checked[]> {
  switch (target.source) {
    case "synthesized": {
      // Only here: cdktf takes longer to load than all the rest.
      const { checkSynthesized } = await import("./synthesized");
      return checkSynthesized(target.environments);
    }
    case "manifests":
      return checkManifests(target);
    case "plan":
      return [await checkPlan(target)];
    case "cluster":
      return [await checkCluster(target)];
    default:
      return target satisfies never;
  }
}

// Plans and clusters are read by modules that load when one is asked for: the check of a file needs none of them.

/** Each unit of a folder by itself: overlays deploy the same names many times over. */
async function checkManifests({
  source,
  folder,
  environment,
}: Target<"manifests">): Promise<readonly Checked[]> {
  const found = fromCaller(folder);
  const stats = statSync(found, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw unusable(source, folder, "is not there", "name a folder of Kubernetes YAML, or one file");
  }
  if (!stats.isDirectory() && !stats.isFile()) {
    throw unusable(source, folder, "is neither a folder nor a file", "name one of Kubernetes YAML");
  }
  const spec = specOf(environment);
  // Twenty thousand objects take some seconds; a log has no use for it.
  if (isTerminal("stderr")) show(`Reading ${folder} ...\n`);
  const judged = await (spec === undefined ? judgeByFolder(found) : judgeWithin(spec, found));
  // An empty folder is a misspelt one; that everything holds in it would be a lie.
  if (judged.every(({ empty }) => empty)) {
    const problems = judged.flatMap((each) => each.problems);
    const reason = problems.length > 0 ? listed(problems) : `: ${withoutObjects(found)}`;
    throw unusable(source, folder, `no object in it could be read${reason}`, READABLE);
  }
  return judged.map(({ name, rules, problems }) => ({
    source,
    name: name === "." ? found : name,
    environment: spec?.name,
    rules,
    problems,
  }));
}

/** Why nothing could be read of files that have no fault. */
function withoutObjects(folder: string): string {
  if (statSync(folder).isFile()) return "nothing in it has both apiVersion and kind";
  const { length } = manifestFiles(folder);
  return length === 0
    ? "no YAML and no JSON file is in it"
    : `of its YAML and JSON files (${length}) none has both apiVersion and kind`;
}

async function checkPlan({ source, file, environment }: Target<"plan">): Promise<Checked> {
  const { readPlan } = await import("../../inventory/plan");
  const found = fromCaller(file);
  const reading = readPlan({ name: found, json: readJson(source, file, found) });
  refuseUnread(source, file, reading);
  return checked(source, found, reading, specOf(environment));
}

async function checkCluster(target: Target<"cluster">): Promise<Checked> {
  const { clusterAccess } = await import("../../runtime/cluster-access");
  const { readCluster } = await import("../../inventory/cluster");
  const spec = specOf(target.environment);
  const access = clusterAccess(target, spec);
  show(`Reading cluster ${access.context} ...\n`);
  const reading = await readCluster(access, undefined, spec);
  refuseUnread(target.source, access.context, reading);
  return checked(target.source, access.context, reading, spec);
}

function checked(
  source: Source,
  name: string,
  { inventory, problems }: Reading,
  spec: EnvironmentSpec | undefined,
): Checked {
  const rules = runRules(inventory, spec);
  return { source, name, environment: spec?.name, rules, problems };
}

function specOf(environment: EnvironmentName | undefined): EnvironmentSpec | undefined {
  return environment === undefined ? undefined : loadEnvironment(environment, process.env);
}

function readJson(source: Source, given: string, file: string): unknown {
  try {
    const json: unknown = JSON.parse(readFileSync(file, "utf8"));
    return json;
  } catch (error) {
    const message = `cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`;
    throw unusable(source, given, message, "terraform show -json PLAN > FILE");
  }
}

const READABLE = "name a folder, plan or cluster whose objects can be read";

/** A plan or a cluster without anything that rules look at is one that holds; one that could not be read is not. */
function refuseUnread(source: Source, given: string, reading: Reading): void {
  if (!isEmpty(reading) || reading.problems.length === 0) return;
  throw unusable(source, given, `nothing of it could be read${listed(reading.problems)}`, READABLE);
}

/** The first problems; all of them may be as many as there are files. */
function listed(problems: Reading["problems"]): string {
  const [first, second, third, ...rest] = problems.map(
    ({ place, message }) => `\n         ${describePlace(place)} ${message}`,
  );
  const more = rest.length > 0 ? `\n         and ${rest.length} more` : "";
  return first === undefined ? "" : [":", first, second, third, more].join("");
}

function unusable(source: Source, value: string, message: string, fix: string) {
  return usageError(value, message, fix, `--${source}`);
}
