import type { ScalarTag, Tags } from "yaml";

const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ...["y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE"].map(
    (word) => [word, true] as const,
  ),
  ...["n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE"].map(
    (word) => [word, false] as const,
  ),
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...[".nan", ".NaN", ".NAN"].map((word) => [word, Number.NaN] as const),
  ...["", "+", "-"].flatMap((sign) =>
    [".inf", ".Inf", ".INF"].map(
      (word) => [sign + word, sign === "-" ? -Infinity : Infinity] as const,
    ),
  ),
]);
const LONGEST_WORD = 5;

const BASED = /^([-+]?)(?:0([xX])([0-9a-fA-F]+)|0([bB])([01]+)|0[oO]?([0-7]+))$/;
const DECIMAL = /^[-+]?[0-9]+$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/**
 * What a scalar without quotes stands for to kubectl, the API server, Helm and
 * everything else that reads by sigs.k8s.io/yaml: yes, on and y are booleans,
 * 0777 is 511 and 1_000 is 1000; times and dates are texts.
 * https://github.com/yaml/go-yaml/blob/v2.4.2/resolve.go, held against
 * sigs.k8s.io/yaml 1.6.0
 */
export function scalarOf(text: string): unknown {
  if (text.length <= LONGEST_WORD) {
    const word = WORDS.get(text);
    if (word !== undefined) return word;
  }
  const code = text.charCodeAt(0);
  const begins = (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x2b;
  if (begins) return numberIn(text.includes("_") ? text.replaceAll("_", "") : text) ?? text;
  return code === 0x2e && FLOAT.test(text) ? (finite(text) ?? text) : text;
}

function numberIn(text: string): number | undefined {
  const based = BASED.exec(text);
  if (based !== null) {
    const [, sign, , hex, , binary, octal = "0"] = based;
    const size =
      hex === undefined
        ? binary === undefined
          ? Number.parseInt(octal, 8)
          : Number.parseInt(binary, 2)
        : Number.parseInt(hex, 16);
    return sign === "-" && size > 0 ? -size : size;
  }
  if (DECIMAL.test(text)) return Number.parseInt(text, 10) + 0;
  return FLOAT.test(text) ? finite(text) : undefined;
}

/** Numbers that are too large stay texts. */
function finite(text: string): number | undefined {
  const value = Number.parseFloat(text);
  return Number.isFinite(value) ? value : undefined;
}

const isOfSchema = (tag: ScalarTag | { readonly tag: string }) =>
  /^tag:yaml\.org,2002:(int|float|bool|null)$/.test(tag.tag);

/** For `!!int 0777` and the like; those without a tag have none of them. */
const EXPLICIT: readonly ScalarTag[] = ["int", "float", "bool"].map((name) => ({
  tag: `tag:yaml.org,2002:${name}`,
  resolve: scalarOf,
}));

/** Whatever may be more than a text. */
const OTHER: ScalarTag = {
  tag: "tag:yaml.org,2002:null",
  default: true,
  test: /^(?:|[yYnN~]|[-+.0-9].*|[yY]es|YES|[nN]o|NO|[oO]n|ON|[oO]ff|OFF|[tT]rue|TRUE|[fF]alse|FALSE|[nN]ull|NULL)$/,
  resolve: scalarOf,
};

/** Makes the `yaml` package read scalars without quotes as {@link scalarOf} does: for its option `customTags`. */
export function kubectlTags(tags: Tags): Tags {
  return [...tags.filter((tag) => typeof tag === "string" || !isOfSchema(tag)), OTHER, ...EXPLICIT];
}
