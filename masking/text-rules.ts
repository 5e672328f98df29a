import { namesSecret } from "./keys";
import { looksRandom, SHAPES } from "./shapes";

/** What stands in the place of a secret. */
export const MASK = "(masked)";

/** A way in which a secret stands in a text. */
export interface TextRule {
  readonly pattern: RegExp;
  /** The text that takes the place of a match; undefined: it is no secret. */
  replacement(match: TextMatch): string | undefined;
}

/** What a pattern found. */
export interface TextMatch {
  readonly text: string;
  readonly groups: Readonly<Record<string, string>>;
}

/** Nothing that could be used as it is: an expression, a gap, a mask, or the name of what belongs there. */
const TEMPLATE =
  /^(?:|-|\$\{[^{}]*\}|\$\([^()]*\)|\{\{[^{}]*\}\}|<[^<>]*>|\$\w+|%\w+%|@\w+@|[…|>][+-]?|\.{3}|[*x]{3,}|\(masked\)|\w+(?:\.\w+)*\(|(?:[A-Z]+_)*(?:PASSWORD|TOKEN|SECRET|KEY|NAME|FILE|VALUE))$/;
/** Words for "none", a switch or a right: `automountServiceAccountToken: false,`, `id-token: write`. */
const WORD = /^(?:none|null|nil|undefined|true|false|yes|no|on|off|read|write)[,;)\]}]*$/i;

/** Whether a text stands where a secret will be, and is none. */
export function isTemplate(value: string): boolean {
  return TEMPLATE.test(value) || WORD.test(value);
}

function isSecret(key: string, value: string, context: string): boolean {
  const plain = value.replace(/^(\\{0,3}["'])([^]*)\1$/, "$2");
  if (isTemplate(plain)) return false;
  return /^TF_TOKEN_/i.test(key) || namesSecret({ key, value: plain, context });
}

/** A value in the quotes that it had. */
function masked(value: string): string {
  const [quote = ""] = /^\\{0,3}["']/.exec(value) ?? [];
  return `${quote}${MASK}${quote}`;
}

/** A key and its value; groups `before`, `key`, `between`, `value`. */
function keyed(pattern: RegExp, context: string): TextRule {
  return {
    pattern,
    replacement: ({ groups }) => {
      const { before = "", key = "", between = "", value = "" } = groups;
      return isSecret(key, value, context)
        ? `${before}${key}${between}${masked(value)}`
        : undefined;
    },
  };
}

const always = (pattern: RegExp, replacement: string): TextRule => ({
  pattern,
  replacement: () => replacement,
});

/** All of a key, down to the line that ends it or to the end of what could be one. */
const PRIVATE_KEY = always(
  /-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY-----(?:[A-Za-z0-9+/=\s:,.-]|\\[nr])*/g,
  MASK,
);

/** The whole of what stands before the host; a user alone is no secret, unless it looks like a token. */
const USERINFO: TextRule = {
  pattern: /(?<scheme>\b[a-z][a-z0-9+.-]{1,30}:\/\/)(?<userinfo>[^\s"'<>`]{1,2048})@/gi,
  replacement: ({ groups }) => {
    const { scheme = "", userinfo = "" } = groups;
    const [, user = "", password] = /^([^:/?#]*)(?::([^]*))?$/.exec(userinfo) ?? [];
    if (userinfo.startsWith("[")) return undefined;
    // `host:80/a?mail=me@host`: a port.
    if (password !== undefined && /^\d{1,5}(?:[/?#]|$)/.test(password)) return undefined;
    const secret = password === undefined ? looksRandom(user) : !isTemplate(password);
    return secret ? `${scheme}${MASK}@` : undefined;
  },
};

const HEADER: TextRule = {
  pattern:
    /(?<name>\b(?:proxy-)?authorization["']?\s{0,4}[:=]\s{0,4}["']?|\bx-vault-token["']?\s{0,4}[:=]\s{0,4}["']?)(?<scheme>(?:bearer|basic|token)\s{1,4})?(?<value>[^\s"',}]{6,8192})|\b(?<bare>bearer\s{1,4})(?<token>[\w.~+/-]{12,8192}={0,2})/gi,
  replacement: ({ groups }) => {
    const { name, scheme, value = "", bare, token = "" } = groups;
    if (bare !== undefined) return /\d/.test(token) ? `${bare}${MASK}` : undefined;
    if (isTemplate(value) || (scheme === undefined && !/\d/.test(value))) return undefined;
    return `${name}${scheme ?? ""}${MASK}`;
  },
};

const QUOTED = String.raw`(?<quote>\\{0,3}["'])(?<key>[\w./-]{2,80})\k<quote>`;

/** In this order: what is special comes before what is general. */
export const TEXT_RULES: readonly TextRule[] = [
  PRIVATE_KEY,
  USERINFO,
  ...SHAPES.map(({ pattern }): TextRule => ({
    pattern,
    replacement: ({ text, groups: { secret = text } }) =>
      isTemplate(secret) ? undefined : text.replace(secret, () => MASK),
  })),
  HEADER,
  // Redis: `requirepass x` of redis.conf, `user name on >x ~* +@all` of an ACL file.
  {
    pattern: /(?<before>^[ \t]{0,40}(?:requirepass|masterauth)[ \t]{1,20})\S{1,512}/gm,
    replacement: ({ groups: { before } }) => `${before}${MASK}`,
  },
  {
    pattern: /\buser [^\n]{1,400}[ \t][>#][^\s"']{4,512}[^\n]{0,400}/g,
    replacement: ({ text }) => text.replace(/(?<=[ \t])[>#][^\s"']{4,512}/g, MASK),
  },
  // `"name": "DB_PASSWORD", "value": "x"` and the same as YAML or in Terraform's words.
  keyed(
    /(?<before>\\?["']?name\\?["']?\s{0,20}[:=]\s{0,20}\\?["']?)(?<key>[\w.-]{2,80})(?<between>\\?["']?\s{0,8}[,\n][ \t]{0,80}[+~-]?\s{0,20}\\?["']?value\\?["']?\s{0,20}[:=]\s{0,20})(?<value>"(?:\\.|[^"\\\n])*"|\\"(?:(?!\\").)*\\"|'[^'\n]*'|[^\s"'\\,}]{1,4096})/g,
    "variable",
  ),
  // `"password": "x"`, within quoted JSON, too; a number becomes text.
  {
    pattern: new RegExp(
      String.raw`${QUOTED}(?<between>\s{0,8}[:=]\s{0,8})(?<value>\k<quote>(?:(?!\k<quote>)(?:\\.|[^\n\\]))*\k<quote>|\d{3,40})`,
      "g",
    ),
    replacement: ({ groups }) => {
      const { quote = "", key = "", between = "", value = "" } = groups;
      if (!isSecret(key, value, "field")) return undefined;
      return `${quote}${key}${quote}${between}${quote}${MASK}${quote}`;
    },
  },
  // `--password x`, `["--requirepass", "x"]`; `--password=x` is an assignment.
  keyed(
    /(?<before>(?:^|[\s"'[(,])--?)(?<key>[A-Za-z][\w.-]{1,60})(?<between>["']?(?:\s{0,8},\s{0,8}|[ \t]{1,8}|[ \t]{0,8}\n[ \t]{0,40}- )["']?)(?<value>[^\s"',\]-][^\s"',\]]{3,4096})/gm,
    "variable",
  ),
  // A query: `&` ends the value.
  keyed(
    /(?<before>[?&])(?<key>[A-Za-z_][\w.-]{1,80})(?<between>=)(?<value>[^\s"'&#<>]{1,4096})/g,
    "variable",
  ),
  keyed(
    /(?<before>(?:^|[^\w.?&-])-{0,2})(?<key>[A-Za-z_][\w.-]{1,80})(?<between>=)(?<value>"(?:\\.|[^"\\\n])*"|\\"(?:(?!\\").)*\\"|'[^'\n]*'|[^\s"'`]{1,4096})/gm,
    "variable",
  ),
  // `password = "x"` of HCL and TOML, with what a plan puts in its place.
  keyed(
    /(?<before>^[ \t+~-]{0,80})(?<key>[\w.-]{2,80})(?<between>[ \t]{1,40}=[ \t]{1,8})(?<value>"(?:\\.|[^"\\\n])*"(?: -> "(?:\\.|[^"\\\n])*")?)/gm,
    "field",
  ),
  // A line of YAML, also as a parser quotes it: with its number, and a quote that is not closed.
  keyed(
    /(?<before>^(?:[ \t]{0,8}\d{1,6} \|)?[ \t>+~-]{0,80})(?<key>[\w.-]{2,80})(?<between>:[ \t]{1,8})(?<value>"(?:\\.|[^"\\\n])*"|'[^'\n]*'|["'][^"'\n]{1,8192}|[^\s"'{[]\S{0,8192})(?=[ \t]*(?:#[^\n]*)?$)/gm,
    "field",
  ),
];
