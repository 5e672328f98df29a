import type { Diagnosis } from "../examination";
import { CATALOG, type DiagnosisId } from "../catalog";
import type { Dependencies } from "./dependencies";
import { AREAS, CAUSES, type CauseModel, HARMS, RULE_CAUSES, RULE_FINDING } from "./model";

/** A finding with its place among the causes. */
export interface Explained extends Diagnosis {
  /** `<id> <object>` of the finding that explains it; undefined: it is a cause. */
  readonly explainedBy: string | undefined;
  /** `<id> <object>` of what it explains. */
  readonly explains: readonly string[];
}

/** Steps from an object to what it stands on. */
const MOST_STEPS = 10;
/** What a finding stands on beside its object is as far away as this. */
const BESIDE_STEPS = 3;

/** Objects that a finding stands on though its object does not. */
export type StandsOnBeside = (diagnosis: Diagnosis) => readonly string[];

/** What is known of a finding as a cause. */
export function modelOf({ id }: Pick<Diagnosis, "id">): CauseModel {
  return isCatalogued(id) ? CAUSES[id] : (RULE_CAUSES[id] ?? RULE_FINDING);
}

function isCatalogued(id: Diagnosis["id"]): id is DiagnosisId {
  return Object.hasOwn(CATALOG, id);
}

/** As one finding names another. */
export function nameOf({ id, object }: Pick<Diagnosis, "id" | "object">): string {
  return `${id} ${object}`;
}

/**
 * Causes before their consequences, and of the causes first what does most harm
 * to jobs, by itself or by what it explains. Each consequence follows its cause.
 *
 * @param beside what a finding stands on though its object does not
 * @param heavy whether an object is of those that jobs pass through; the others come after, at the same harm
 */
export function inOrderOfCauses(
  diagnoses: readonly Diagnosis[],
  dependencies: Dependencies,
  heavy: (object: string) => boolean = () => false,
  beside: StandsOnBeside = () => [],
): readonly Explained[] {
  const causes = causesOf(diagnoses, dependencies, beside);
  const root = (of: Diagnosis): Diagnosis => {
    const cause = causes.get(of);
    return cause === undefined ? of : root(cause);
  };
  const members = new Map<Diagnosis, Diagnosis[]>();
  for (const each of diagnoses) {
    const first = root(each);
    const group = members.get(first) ?? [];
    group.push(each);
    members.set(first, group);
  }
  const weight = (group: readonly Diagnosis[]): readonly number[] => [
    group.some(({ severity }) => severity === "error") ? 0 : 1,
    Math.min(...group.map((each) => HARMS.indexOf(modelOf(each).harm))),
    group.some(({ object }) => heavy(object)) ? 0 : 1,
    -group.length,
  ];
  return [...members]
    .map(([first, group]) => ({ first, group, weight: weight(group) }))
    .toSorted((left, right) => compare(left.weight, right.weight))
    .flatMap(({ first, group }) => {
      const others = group.filter((each) => each !== first);
      const severity = others.some((each) => each.severity === "error") ? "error" : first.severity;
      return [
        { ...first, severity, explainedBy: undefined, explains: others.map(nameOf) },
        ...others.map((each) => ({ ...each, explainedBy: nameOf(root(each)), explains: [] })),
      ];
    });
}

function compare(left: readonly number[], right: readonly number[]): number {
  const at = left.findIndex((value, index) => value !== right[index]);
  return at === -1 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}

/**
 * Of each finding the one that explains it: its model names the other's area,
 * and the other's object stands on its own. Of several the nearest; of these the
 * one that most stands on. What is not as the code says is explained by what is
 * said of the same object, and by nothing farther away.
 */
function causesOf(
  all: readonly Diagnosis[],
  dependencies: Dependencies,
  beside: StandsOnBeside,
): ReadonlyMap<Diagnosis, Diagnosis> {
  const distances = new Map(
    all.map((each) => [
      each,
      new Map([
        ...beside(each).map((object) => [object, BESIDE_STEPS] as const),
        ...distancesFrom(each.object, dependencies),
      ]),
    ]),
  );
  const depth = (each: Diagnosis) => AREAS.indexOf(modelOf(each).area);
  const stepsTo = (cause: Diagnosis, of: Diagnosis): number | undefined => {
    const { area } = modelOf(of);
    if (cause === of || !modelOf(cause).explains.includes(area)) return undefined;
    const steps = distances.get(of)?.get(cause.object);
    return area === "code" && steps !== 0 ? undefined : steps;
  };
  const causes = new Map<Diagnosis, Diagnosis>();
  for (const of of all) {
    const explaining = all.flatMap((each) => {
      const steps = stepsTo(each, of);
      if (steps === undefined) return [];
      // Each stands on the other, as a pod on its workload: what lies deeper is the cause.
      const back = stepsTo(of, each);
      return back !== undefined && depth(each) >= depth(of) ? [] : [{ each, steps }];
    });
    const [nearest] = explaining.toSorted(
      (left, right) => left.steps - right.steps || depth(left.each) - depth(right.each),
    );
    if (nearest !== undefined && !goesRound(of, nearest.each, causes)) causes.set(of, nearest.each);
  }
  return causes;
}

function goesRound(
  of: Diagnosis,
  cause: Diagnosis,
  causes: ReadonlyMap<Diagnosis, Diagnosis>,
): boolean {
  const next = causes.get(cause);
  return cause === of || (next !== undefined && goesRound(of, next, causes));
}

function distancesFrom(start: string, dependencies: Dependencies): ReadonlyMap<string, number> {
  const distances = new Map([[start, 0]]);
  let edge = [start];
  for (let step = 1; step <= MOST_STEPS && edge.length > 0; step += 1) {
    edge = edge
      .flatMap((object) => dependencies(object))
      .filter((object) => {
        if (distances.has(object)) return false;
        distances.set(object, step);
        return true;
      });
  }
  return distances;
}
