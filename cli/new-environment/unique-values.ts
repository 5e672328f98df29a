import type { EnvironmentSpec } from "../../environments/schema";
import { storageFacts } from "../../environments/schema/storage-kinds";
import { valueAt } from "../../environments/value-at";
import type { ChosenValue, NewEnvironmentArguments } from "./arguments";

/** A value that no two environments have in common. */
export interface UniqueValue {
  readonly path: readonly (string | number)[];
  readonly before: string;
  readonly after: string;
}

/** Where such a value stands, and which option chooses it. */
interface Place {
  readonly path: readonly (string | number)[];
  readonly option?: ChosenValue;
  /**
   * What follows from a name that the value does not hold yet.
   *
   * @default the name is added at the end
   */
  readonly added?: (before: string, name: string) => string;
}

/** The first label of a host is the one that can be chosen. */
const inHost = (host: string, name: string) =>
  host.replace(/^[^.]+/, (label) => `${label}-${name}`);

/** An option that says nothing in an environment of this kind. */
export class IdleOption extends Error {
  constructor(readonly option: ChosenValue) {
    super(`--${option} says nothing there`);
  }
}

/**
 * The values that a new environment must not take over from the one it begins
 * with: each derived from its name, or chosen by an option.
 *
 * @throws IdleOption for an option about something that the environment does not have
 */
export function uniqueValues(
  spec: EnvironmentSpec,
  { name, chosen }: Pick<NewEnvironmentArguments, "name" | "chosen">,
): readonly UniqueValue[] {
  const found = placesOf(spec).flatMap(({ path, option, added }): readonly UniqueValue[] => {
    const before = valueAt(spec, path);
    if (typeof before !== "string") return [];
    const choice = option === undefined ? undefined : chosen[option];
    return [{ path, before, after: choice ?? derived(before, spec.name, name, added) }];
  });
  const used = new Set(placesOf(spec).map(({ option }) => option));
  for (const option of Object.keys(chosen)) refuseIdle(option, used, spec);
  return [...found, ...movedRegion(spec, chosen.region)];
}

function refuseIdle(
  option: string,
  used: ReadonlySet<ChosenValue | undefined>,
  spec: EnvironmentSpec,
) {
  if (option === "region" && spec.cluster.kind !== "eks") throw new IdleOption("region");
  for (const known of ["project", "cluster", "host", "channel"] as const) {
    if (option === known && !used.has(known)) throw new IdleOption(known);
  }
}

function placesOf({ cluster, state, storage, vault, alerts, applications }: EnvironmentSpec) {
  const places: Place[] = [];
  if (state.kind === "terraform-cloud" && state.project !== undefined) {
    places.push({ path: ["state", "project"], option: "project" });
  }
  if (cluster.kind === "eks") {
    places.push({ path: ["cluster", "name"], option: "cluster" });
    if (cluster.tags["environment"] !== undefined) {
      places.push({ path: ["cluster", "tags", "environment"], added: (_, name) => name });
    }
  }
  if (cluster.kind === "k3s") places.push({ path: ["cluster", "context"], option: "cluster" });
  const { unique = [] } = storageFacts(storage.kind);
  places.push(...unique.map((key) => ({ path: ["storage", key] })));
  if (vault !== undefined) {
    places.push(
      { path: ["vault", "authMountPath"] },
      { path: ["vault", "role"] },
      { path: ["vault", "folder"] },
    );
  }
  (alerts?.receivers ?? []).forEach(({ kind }, index) => {
    if (kind !== "slack") return;
    places.push({ path: ["alerts", "receivers", index, "channel"], option: "channel" });
  });
  applications.forEach(({ web }, index) => {
    if (web?.ingress === undefined) return;
    const path = ["applications", index, "web", "ingress", "host"];
    // One host that is given can be one application's alone.
    places.push({ path, option: index === 0 ? "host" : undefined, added: inHost });
  });
  return places;
}

function derived(before: string, from: string, name: string, added: Place["added"]): string {
  const word = new RegExp(`(?<![a-z0-9])${from}(?![a-z0-9])`, "g");
  if (word.test(before)) return before.replace(word, name);
  return added === undefined ? `${before}-${name}` : added(before, name);
}

/** A region is no name, but its zones begin with it. */
function movedRegion(spec: EnvironmentSpec, region: string | undefined): readonly UniqueValue[] {
  const { cluster } = spec;
  if (cluster.kind !== "eks" || region === undefined) return [];
  const zones = cluster.pools.flatMap(({ zones }, pool) =>
    (zones?.names ?? []).map((before, index) => ({
      path: ["cluster", "pools", pool, "zones", "names", index],
      before,
      after: before.replace(cluster.region, region),
    })),
  );
  return [{ path: ["cluster", "region"], before: cluster.region, after: region }, ...zones];
}
