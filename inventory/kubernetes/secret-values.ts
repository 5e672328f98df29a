import { parse } from "yaml";
import { namesSecret } from "../../masking/keys";
import { looksRandom, shapesIn } from "../../masking/shapes";
import { namesStoreEntry, standInOf } from "../../masking/stand-in";
import { isObject } from "../json";
import type { SecretKey } from "../model";

type Holds = SecretKey["holds"];

/** From the strongest: what one entry of a file holds, the whole file holds. */
const STRENGTH: readonly Holds[] = ["credential", "placeholder", "unknown", "nothing"];

/** Last words of keys whose values are public. */
const PUBLIC_KEY =
  /(\.crt|\.pub)$|^(ca|ca-bundle)$|(^|[._-])(url|uri|server|host|hostname|port|address|endpoint|domain|path|name|type|kind|project|region|zone|namespace|registry|bucket|scope|scopes|issuer|audience|id|version|environment|mode|username|user|login|email|account)$|(Url|Uri|Host|Port|Name|Id|Type|Region)$|^(enable|insecure|use|is|allow|skip|disable)[A-Z_-]/i;

/** What text encodings of certificates, public keys and parameters begin with: none of them is to be hidden. */
const PUBLIC_TEXT =
  /^\s*(-----BEGIN (TRUSTED |X509 )?(CERTIFICATE|CERTIFICATE REQUEST|NEW CERTIFICATE REQUEST|CRL|PKCS7|([A-Z0-9]+ )?PUBLIC KEY|([A-Z0-9]+ )?PARAMETERS)-----|(ssh-(rsa|ed25519|dss)|ecdsa-sha2-\S+) AAAA)/;
const PEM_BEGIN = /-----BEGIN [A-Z0-9 ]{1,60}-----/g;

/** Passwords as programs keep them to compare with: bcrypt, Apache's MD5, argon2. */
const HASHED = /\$(2[abxy]|apr1|argon2(id|i|d))\$[\w./$,=+-]{20,}/;

/** A switch, a number, an address without a password. */
const PLAIN =
  /^\s*(true|false|[+-]?\d{1,8}(\.\d+)?|[a-z][a-z0-9+.-]*:\/\/[^\s@]+|[\w-]+(\.[\w-]+)+(:\d+)?(\/[\w./-]*)?|\S+@\S+\.\w+)\s*$/i;

/** Files of settings whose format is not read here: a secret may be in it. */
const SETTINGS_FILE = /\.(ya?ml|json|ini|conf|cfg|toml|properties|env)$/i;

/** Mappings deeper than any configuration are not walked through. */
const MOST_LEVELS = 32;

/** Longer base64 that is no text is a file: an image, an archive, a key store. */
const LONGEST_PASSWORD = 88;

/** What the value of a Secret's key holds, by key and shape; the value goes no further. */
export function holdsOf(key: string, value: unknown): Holds {
  const written = value === null || value === undefined ? "" : String(value);
  const decoded = Buffer.from(written, "base64");
  // `data` is base64, in Terraform it is not: taken for it where it can be.
  const isBase64 = decoded.toString("base64") === written;
  const plain = isBase64 ? decoded.toString("utf8") : written;
  const texts = [written, plain];
  if (texts.some((text) => standInOf(text) === "template" || namesStoreEntry(text))) {
    return "nothing";
  }
  if (!isBase64 || isText(plain)) return holdsOfText(key, plain);
  return written.length > LONGEST_PASSWORD && !namesSecret({ key, value: written, context: "" })
    ? "unknown"
    : holdsOfText(key, written);
}

/** Many a password is base64 by chance, and then of no text. */
function isText(decoded: string): boolean {
  return !/[\uFFFD\p{Cc}]/u.test(decoded.replaceAll(/[\t\r\n]/g, ""));
}

function holdsOfText(key: string, text: string): Holds {
  const shapes = shapesIn(text).map((found) => standInOf(found.text));
  if (shapes.includes(undefined) || HASHED.test(text)) return "credential";
  if (shapes.includes("placeholder")) return "placeholder";
  if (isPublicText(text)) return "nothing";
  const file = fileIn(text);
  if (file !== undefined) return holdsOfMembers(file, 0);
  if (text.includes("\n")) return holdsOfLines(key, text);
  return holdsOfWord(key, text);
}

function isPublicText(text: string): boolean {
  const blocks = text.match(PEM_BEGIN) ?? [];
  return PUBLIC_TEXT.test(text) && blocks.every((block) => PUBLIC_TEXT.test(block));
}

/** One value by itself. */
function holdsOfWord(key: string, text: string): Holds {
  const standIn = standInOf(text);
  if (standIn === "template" || namesStoreEntry(text)) return "nothing";
  if (namesSecret({ key, value: text, context: "variable" })) return standIn ?? "credential";
  if (PUBLIC_KEY.test(key) || PLAIN.test(text)) return "nothing";
  if (standIn !== undefined) return standIn;
  return looksRandom(text.trim()) ? "credential" : "unknown";
}

/** A mapping or list of YAML or JSON; a mapping of one line is YAML to its parser, but seldom meant. */
function fileIn(text: string): unknown {
  if (!/^\s*[[{]/.test(text) && !/^[\w"'.-]+:(\s|$)[^]*\n/m.test(text)) return undefined;
  try {
    const file: unknown = parse(text, { logLevel: "error", maxAliasCount: 100 });
    return isObject(file) || Array.isArray(file) ? file : undefined;
  } catch {
    // Like YAML, and not it: read line by line.
    return undefined;
  }
}

/** A member that nothing tells of is no secret beside members with names. */
function holdsOfMembers(item: unknown, level: number, key = ""): Holds {
  if (level > MOST_LEVELS) return "unknown";
  if (Array.isArray(item)) {
    return strongest(item.map((each: unknown) => holdsOfMembers(each, level + 1, key)));
  }
  if (isObject(item)) {
    return strongest(
      Object.entries(item).map(([member, each]) => holdsOfMembers(each, level + 1, member)),
    );
  }
  return typeof item === "string" || typeof item === "number"
    ? told(holdsOfText(key, String(item)))
    : "nothing";
}

const LINE = /^\s*(?:export\s+)?["']?([\w.-]+)["']?\s*[:=]\s*["']?([^\s"']+)["']?\s*$/;

/** `KEY=value` lines; a file of another format may hold a secret that is not seen. */
function holdsOfLines(key: string, text: string): Holds {
  const found = text.split("\n").flatMap((line) => {
    const [, name, value] = LINE.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [told(holdsOfWord(name, value))];
  });
  const most = strongest(found);
  return most === "nothing" && (SETTINGS_FILE.test(key) || found.length === 0) ? "unknown" : most;
}

function told(holds: Holds): Holds {
  return holds === "unknown" ? "nothing" : holds;
}

function strongest(found: readonly Holds[]): Holds {
  return STRENGTH.find((holds) => found.includes(holds)) ?? "nothing";
}
