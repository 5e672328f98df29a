/** Shapes that only credentials have, wherever they stand; formats as their issuers publish them. */
const SHAPES: readonly { readonly kind: string; readonly pattern: RegExp }[] = [
  { kind: "a private key", pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/ },
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  { kind: "an AWS access key", pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/ },
  // https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
  { kind: "a GitHub token", pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,})/ },
  { kind: "a GitLab token", pattern: /\bglpat-[\w-]{20,}/ },
  {
    kind: "a Slack token",
    pattern: /\bxox[abprs]-[\w-]{10,}|hooks\.slack\.com\/services\/T\w+\/B\w+\/\w+/,
  },
  { kind: "a Google API key", pattern: /\bAIza[\w-]{35}\b/ },
  { kind: "a Vault token", pattern: /\bhv[sb]\.[\w-]{20,}/ },
  { kind: "an API key", pattern: /\bsk-(?:[a-z]+-)*[A-Za-z0-9_]{24,}/ },
  // https://www.rfc-editor.org/rfc/rfc7519#section-3
  { kind: "a JSON Web Token", pattern: /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{16,}/ },
  // https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/
  { kind: "registry credentials", pattern: /"auth"\s*:\s*"[A-Za-z0-9+/]{8,}={0,2}"/ },
];

/** `scheme://user:password@host`; the password on its own, as it may be a stand-in. */
const URL_PASSWORD = /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@"'?#]*:([^\s/@"']+)@/gi;

/** What is shaped like a credential in a text, and the text of it. */
export function shapesIn(
  text: string,
): readonly { readonly kind: string; readonly text: string }[] {
  const shapes = SHAPES.flatMap(({ kind, pattern }) => {
    const [found] = pattern.exec(text) ?? [];
    return found === undefined ? [] : [{ kind, text: found }];
  });
  const passwords = [...text.matchAll(URL_PASSWORD)].map(([, password = ""]) => ({
    kind: "a URL with a password",
    text: password,
  }));
  return [...shapes, ...passwords];
}

const LEAST_LENGTH = 20;
/** Bits for each character; English words have about 3, random base64 of this length over 3.8. */
const LEAST_ENTROPY = 3.6;

/** Whether a text is long, of one word and without pattern, as generated secrets are. */
export function looksRandom(text: string): boolean {
  return (
    text.length >= LEAST_LENGTH &&
    /^[A-Za-z0-9+/_=-]+$/.test(text) &&
    /\d/.test(text) &&
    /[A-Za-z]/.test(text) &&
    entropy(text) >= LEAST_ENTROPY
  );
}

/** What kustomize puts after the names of Secrets that it makes. */
const NAME_HASH = /-[a-z0-9]{10}$/;
/** Changes between small letters, capitals and digits: names have few, `k8s` two. */
const LEAST_CHANGES = 6;

/** Whether a text that should be a name is a generated secret: capitals, letters and digits change all the time. */
export function looksGenerated(text: string): boolean {
  const name = text.replace(NAME_HASH, "");
  const changes = name.match(/[a-z](?=[A-Z0-9])|[A-Z](?=[a-z0-9])|[0-9](?=[A-Za-z])/g) ?? [];
  return looksRandom(name) && changes.length >= LEAST_CHANGES;
}

function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()]
    .map((count) => count / text.length)
    .reduce((sum, share) => sum - share * Math.log2(share), 0);
}
