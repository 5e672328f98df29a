import { environmentFile } from "../../environments/environment-file";
import type { EnvironmentSpec } from "../../environments/schema";
import {
  type Declared,
  describe,
  describePlace,
  type Inventory,
  type Place,
} from "../../inventory/model";
import type { Finding } from "./rule";

/** Prefix of the annotations that accept a rule's findings about their object. */
const ANNOTATION = "fluxibri.ai/accept.";

/** A record that lets a rule's findings about one object pass. */
export interface Acceptance {
  readonly rule: string;
  /** The object as findings name it. */
  readonly object: string;
  readonly reason: string;
  /** Where it is written. */
  readonly place: Place;
  /** What to edit: `annotation fluxibri.ai/accept.capacity` or `accepted[0]`. */
  readonly entry: string;
  /** Findings with one of these keys are meant. */
  readonly key: string;
}

/** Keys of the acceptances that a finding may be let pass by: by its place, or wherever its object is. */
export function keysOf({ rule, object, place }: Finding): readonly string[] {
  return [keyAt(rule, object, place), keyAnywhere(rule, object)];
}

function keyAt(rule: string, object: string, place: Place): string {
  return `${keyAnywhere(rule, object)} at ${describePlace(place)}`;
}

function keyAnywhere(rule: string, object: string): string {
  return `${rule}: ${object}`;
}

/** All acceptances: those of the environment's data, then those of annotations. */
export function acceptancesOf(
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
): readonly Acceptance[] {
  return [...(spec === undefined ? [] : inData(spec)), ...inAnnotations(inventory)];
}

function inData({ name, accepted = [] }: EnvironmentSpec): readonly Acceptance[] {
  const place = { kind: "file", file: environmentFile(name, ["accepted"]) } as const;
  return accepted.map(({ rule, object, reason }, index) => ({
    rule,
    object,
    reason,
    place,
    entry: `accepted[${index}]`,
    key: keyAnywhere(rule, object),
  }));
}

function inAnnotations(inventory: Inventory): readonly Acceptance[] {
  return Object.values(inventory)
    .flat()
    .flatMap((entry) => ("annotations" in entry ? onObject(entry) : []));
}

function onObject(declared: Declared): readonly Acceptance[] {
  const { place, annotations = {} } = declared;
  const object = describe(declared);
  return Object.entries(annotations)
    .filter(([annotation]) => annotation.startsWith(ANNOTATION))
    .map(([annotation, reason]) => {
      const rule = annotation.slice(ANNOTATION.length);
      const entry = `annotation ${annotation}`;
      return { rule, object, reason, place, entry, key: keyAt(rule, object, place) };
    });
}
