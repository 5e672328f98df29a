import { closest } from "../../environments/suggest";
import { type FieldMisfit, misfitsOf } from "../../inventory/api/misfits";
import { API } from "../../inventory/api/schemas";
import type { Content, Inventory, Place } from "../../inventory/model";
import { isTextManifest } from "../../inventory/text-manifests";
import type { Finding } from "../engine/rule";
import { refusal, versionedKind } from "./refusal";

/** Fields that one finding names. */
const MOST_NAMED = 4;

/** Values of another type than the API's, and fields that it does not have. */
export function misfitFields({ contents }: Inventory): readonly Finding[] {
  return contents.flatMap((content) => {
    const kind = versionedKind(content);
    const type = kind && API.kinds[`${kind.apiVersion} ${kind.kind}`];
    // A cluster holds what its API server has taken, newer fields than we know among it.
    if (type === undefined || content.place.kind === "cluster") return [];
    const misfits = misfitsOf(content.value, type);
    return [
      ...typeFindings(content, misfits.filter(isOfType)),
      ...fieldFindings(
        content,
        misfits.filter(({ wanted }) => wanted === undefined),
      ),
    ];
  });
}

type TypedMisfit = FieldMisfit & { readonly wanted: string };

function isOfType(misfit: FieldMisfit): misfit is TypedMisfit {
  return misfit.wanted !== undefined;
}

/**
 * kubernetes_manifest turns a number into text and back by the API's own schema:
 * only what no scalar becomes is a fault there.
 */
function typeFindings(content: Content, misfits: readonly TypedMisfit[]): readonly Finding[] {
  const { place } = content;
  const counted = misfits.filter(
    ({ wanted, value }) =>
      (isRefusedAsWritten(place) && !isGap(value)) ||
      typeof value === "object" ||
      wanted.startsWith("a list"),
  );
  const [first] = counted;
  if (first === undefined) return [];
  const said = listed(
    counted.map(
      (misfit) => `${misfit.path} is ${asRead(misfit, content)} and must be ${misfit.wanted}`,
    ),
  );
  return [
    refusal(
      content,
      "error",
      `${said}: the API server refuses the object`,
      counted
        .slice(0, MOST_NAMED)
        .map((misfit) => fixOf(misfit, content))
        .join(", "),
    ),
  ];
}

function isRefusedAsWritten(place: Place): boolean {
  return place.kind === "file" || (place.kind === "terraform" && isTextManifest(place.address));
}

/** `containerPort: PORT`: a name in capitals, which sed or a person replaces before the apply. */
function isGap(value: unknown): boolean {
  return typeof value === "string" && /^[A-Z][A-Z0-9]*([_-][A-Z0-9]+)*$/.test(value);
}

/** A text of the file that is a number or a boolean there is no secret. */
function asRead({ path, value }: FieldMisfit, { written }: Content): string {
  const text = written?.values.get(path);
  return text === undefined ? shown(value) : `${text}, which YAML takes for ${shown(value)},`;
}

function fixOf({ path, wanted, value }: TypedMisfit, { written }: Content): string {
  if (wanted.endsWith("a string") && isScalar(value)) {
    return `${path}: ${JSON.stringify(written?.values.get(path) ?? String(value))}`;
  }
  const plain = typeof value === "string" && /^(\d+(\.\d+)?|true|false)$/.test(value);
  return plain ? `${path}: ${value}, without quotes` : `${path}: <${wanted}>`;
}

function isScalar(value: unknown): boolean {
  return typeof value === "number" || typeof value === "boolean";
}

function fieldFindings(content: Content, misfits: readonly FieldMisfit[]): readonly Finding[] {
  const [first] = misfits;
  if (first === undefined) return [];
  const names = misfits.map(({ path }) => path);
  const fixes = misfits.slice(0, MOST_NAMED).map(({ path, known }) => {
    const name = path.replace(/.*\./, "");
    const guess = closest(name, known);
    return guess === undefined ? `remove ${path}` : `write ${guess} in place of ${name}`;
  });
  return [
    refusal(
      content,
      "warning",
      `has ${listed(names)}, which ${content.kind} does not have (Kubernetes ${API.kubernetes}): kubectl refuses the object, others leave ${names.length === 1 ? "it" : "them"} out without a word`,
      fixes.join(", "),
    ),
  ];
}

function listed(texts: readonly string[]): string {
  const more = texts.length - MOST_NAMED;
  return [...texts.slice(0, MOST_NAMED), ...(more > 0 ? [`${more} more`] : [])].join(", ");
}

/** A text may be a secret: only numbers and switches are shown. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return "a string";
  if (typeof value === "number") return `the number ${value}`;
  return typeof value === "boolean" ? String(value) : "a mapping";
}
