import { namesSecret } from "./keys";

/** Variables that hold a credential, beside those whose name says so. */
const SECRET_VARIABLES =
  /^(TF_TOKEN_\w+|TFE_TOKEN|VAULT_TOKEN|GITHUB_TOKEN|GH_TOKEN|IMAGE_PULL_SECRET|REGISTRY_PASSWORD|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|SLACK_WEBHOOK\w*|\w*WEBHOOK_URL|HELM_\w*PASSWORD)$/;
/** Shorter texts stand in others by chance. */
const LEAST_LENGTH = 6;
/** Of a name alone: `DEBUG_TOKEN=staging` must not hide an environment's name everywhere. */
const LEAST_LENGTH_BY_NAME = 8;

/**
 * The texts in variables that are secrets, in every form that they may come
 * out in; the longest first, so that none is left in part.
 */
export function secretsIn(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const found = Object.entries(env).flatMap(([name, value = ""]) => [
    ...secretOf(name, value),
    ...userinfoOf(value),
    ...registryCredentials(value),
  ]);
  return longestFirst(found.flatMap(formsOf));
}

/** A secret that was read from somewhere else, in every form that it may come out in. */
export function formsOf(secret: string): readonly string[] {
  const plain = secret.trim();
  const lines = plain.includes("\n") ? plain.split(/\r?\n/).map((line) => line.trim()) : [];
  return [plain, ...lines]
    .filter((text) => text.length >= LEAST_LENGTH)
    .flatMap((text) => [
      text,
      encodeURIComponent(text),
      JSON.stringify(text).slice(1, -1),
      Buffer.from(text).toString("base64"),
    ]);
}

/** Each once, and none before one that it is a part of. */
export function longestFirst(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort((left, right) => right.length - left.length);
}

function secretOf(name: string, value: string): readonly string[] {
  if (SECRET_VARIABLES.test(name)) return [value];
  const isSecret = namesSecret({ key: name, value: value.trim(), context: "variable" });
  return isSecret && value.length >= LEAST_LENGTH_BY_NAME ? [value] : [];
}

/** User and password of an address, whatever characters are in them: `https://user:p@ss@host`. */
function userinfoOf(value: string): readonly string[] {
  const [, userinfo] = /^[a-z][a-z0-9+.-]*:\/\/([^]*)@[^@]*$/i.exec(value) ?? [];
  if (userinfo === undefined || !userinfo.includes(":")) return [];
  const password = userinfo.slice(userinfo.indexOf(":") + 1);
  if (/^\d{1,5}(\/|$)/.test(password)) return [];
  return [userinfo, password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Passwords of a docker configuration, plain or in base64. */
function registryCredentials(value: string): readonly string[] {
  const text = value.includes('"auths"') ? value : Buffer.from(value, "base64").toString("utf8");
  if (!text.includes('"auths"')) return [];
  const auths = [...text.matchAll(/"auth"\s*:\s*"([^"]+)"/g)].map(([, auth = ""]) => auth);
  const passwords = [...text.matchAll(/"(?:password|identitytoken)"\s*:\s*"([^"]+)"/g)];
  return [
    ...auths,
    ...auths.map((auth) =>
      Buffer.from(auth, "base64")
        .toString("utf8")
        .replace(/^[^:]*:/, ""),
    ),
    ...passwords.map(([, password = ""]) => password),
  ];
}
