import { looksGenerated, looksRandom } from "./shapes";
import { namesStoreEntry } from "./stand-in";

/** A text, and what it is the value of. */
export interface KeyedText {
  /** Key, name of a variable or name of an option. */
  readonly key: string;
  readonly value: string;
  /** `field`: a member of a Kubernetes object, in whose fields `secretKey` and the like are names. */
  readonly context: string;
}

/** Last words of keys whose values are secrets wherever they stand. */
const SECRET_WORDS: ReadonlySet<string> = new Set([
  "password",
  "passwords",
  "passwd",
  "passphrase",
  "pwd",
  "requirepass",
  "masterauth",
  "htpasswd",
  "token",
  "apikey",
  "api key",
  "private key",
  "client secret",
  "connection string",
]);

/** The same, but in Kubernetes' fields these name a Secret, or a key somewhere else (`secretKey: password`). */
const SECRET_OUTSIDE_FIELDS: ReadonlySet<string> = new Set([
  "secret",
  "secret key",
  "access key",
  "account key",
  "shared key",
  "signing key",
  "encryption key",
]);

/** `FIRST_PASS` is a step of an encoder, `DB_PASS` a password. */
const PASS_OF =
  /\b(db|smtp|redis|mysql|postgres|pg|mongo|rabbitmq|user|admin|root|auth|login) pass$/;

/** `PULL_SECRET=ghcr-pull`, `githubConfigSecret: runner-app`: the name of a Secret, where it can be one. */
const NAMED_SECRET =
  /\b(existing|config|pull|push|tls|image|cert|ca|ref|registry|k8s|kubernetes) secret$/;

/** `NEXT_TOKEN`, `PAD_TOKEN`, `creation_token`: no credentials. */
const OTHER_TOKEN =
  /\b(next|page|continue|pad|eos|bos|stop|special|mask|cancellation|creation|client|idempotency) token$/;

/** `price_per_token`: how much, not which. */
const MEASURE = /\b(per|each) (token|key)$/;

/** `AGE_PUBLIC_KEY`, `sshPubKey`: made to be shown. */
const PUBLIC = /\b(public|pub) ?key$|^pubkey$/;

/** Sources of the name service switch, in `/etc/nsswitch.conf`: `passwd: files`. */
const NAME_SOURCE =
  /^(files|compat|db|systemd|sss|ldap|nis|nisplus|winbind|dns|altfiles|extrausers)$/;

/** Digits, a point, an exponent: a price or a share, and no secret. */
const FRACTION = /^[+-]?(\d*\.\d+|\d+(\.\d*)?e[+-]?\d+)$/i;

/** Last words of keys that may hold a secret; the value must look generated as well. */
const DOUBTFUL = /^(key|auth|authorization|credentials?|cookie|salt|dsn|signature|sig)$/;

/** Whether a key says that its value is a secret, and the value could be one. */
export function namesSecret({ key, value, context }: KeyedText): boolean {
  const { last, lastTwo, all, mayName } = wordsOf(key);
  // Nearly every key is done with here, and every text of what is checked has one.
  if (!mayName) return false;
  if (isReference(value) || isNoSecret(all, value)) return false;
  if (last === "token" && (OTHER_TOKEN.test(all) || /^\d+$/.test(value))) return false;
  if (last === "secret" && NAMED_SECRET.test(all) && !looksGenerated(value)) return false;
  if (last === "secret" && context === "helm" && isSecretName(lastTwo, value)) return false;
  if (SECRET_WORDS.has(last) || SECRET_WORDS.has(lastTwo) || PASS_OF.test(all)) return true;
  if (context === "field") return false;
  if (SECRET_OUTSIDE_FIELDS.has(last) || SECRET_OUTSIDE_FIELDS.has(lastTwo)) return true;
  return DOUBTFUL.test(last) && looksRandom(value);
}

/** In a chart's values `gitSecret: app-git` names a Secret as often as not: it does where it can be a name of words. */
function isSecretName(lastTwo: string, value: string): boolean {
  return (
    !SECRET_WORDS.has(lastTwo) &&
    /^[a-z0-9]+(-[a-z0-9]+)+$/.test(value) &&
    value.split("-").every((word) => /^[a-z]+\d{0,2}$|^\d{1,2}$|^k8s$|^s3$/.test(word)) &&
    !looksGenerated(value)
  );
}

/** Whether a key only sounds like one of a secret, or no secret is written as the value is. */
function isNoSecret(words: string, value: string): boolean {
  return (
    MEASURE.test(words) ||
    PUBLIC.test(words) ||
    (words.endsWith("token") && FRACTION.test(value)) ||
    (words === "passwd" && NAME_SOURCE.test(value))
  );
}

/** Says where the secret is: a file, a variable by name, an entry of a secret store. */
function isReference(value: string): boolean {
  return (
    namesStoreEntry(value) ||
    /^(\/|\.{1,2}\/|~\/|file:|projects\/|os\.environ\/|env[:.][A-Z_])/.test(value) ||
    /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(value)
  );
}

/** What a key says, whatever its value. */
interface KeyWords {
  readonly last: string;
  readonly lastTwo: string;
  readonly all: string;
  /** Some value of it is a secret. */
  readonly mayName: boolean;
}

/** Keys that were asked for: manifests have a few, each many times. */
const KNOWN_WORDS = new Map<string, KeyWords>();
const MOST_KNOWN = 10_000;

function wordsOf(key: string): KeyWords {
  const known = KNOWN_WORDS.get(key);
  if (known !== undefined) return known;
  const words = wordsIn(key);
  const last = words.at(-1) ?? "";
  const lastTwo = words.slice(-2).join(" ");
  const all = words.join(" ");
  const mayName =
    [SECRET_WORDS, SECRET_OUTSIDE_FIELDS].some((set) => set.has(last) || set.has(lastTwo)) ||
    PASS_OF.test(all) ||
    DOUBTFUL.test(last);
  const found = { last, lastTwo, all, mayName };
  if (KNOWN_WORDS.size < MOST_KNOWN) KNOWN_WORDS.set(key, found);
  return found;
}

/** `redisPassword`, `REDIS_PASSWORD` and `redis.password` as words. */
function wordsIn(key: string): readonly string[] {
  return key
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}
