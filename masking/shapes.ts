/** How a kind of credential looks. */
interface Shape {
  readonly kind: string;
  readonly pattern: RegExp;
  /** What is in each text that the pattern is found in, and in few others. */
  readonly mark: RegExp;
  /** Where the pattern is only what stands before the credential: its first line. */
  readonly behind?: RegExp;
}

/**
 * Shapes that only credentials have, wherever they stand; formats as their
 * issuers publish them. Where a pattern has a group `secret`, the rest of it
 * only says where the credential stands. Repetitions have an end, so that no
 * text takes more than linear time.
 */
export const SHAPES: readonly Shape[] = [
  {
    kind: "a private key",
    pattern: /-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY-----/g,
    mark: /PRIVATE KEY/,
    behind: /\s{0,16}([^\n-]{1,200})/y,
  },
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  { kind: "an AWS access key", pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g, mark: /A[KS]IA/ },
  // https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
  {
    kind: "a GitHub token",
    pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,512}|github_pat_\w{22,512})/g,
    mark: /gh[pousr]_|github_pat_/,
  },
  { kind: "a GitLab token", pattern: /\bglpat-[\w-]{20,512}/g, mark: /glpat-/ },
  {
    kind: "a Slack token",
    pattern:
      /\bxox[abeprs]-[\w-]{10,512}|hooks\.slack\.com\/(?:services|workflows|triggers)\/[\w/-]{10,512}/g,
    mark: /xox[abeprs]-|hooks\.slack/,
  },
  // https://discord.com/developers/docs/resources/webhook
  {
    kind: "a webhook's URL",
    pattern:
      /\bdiscord(?:app)?\.com\/api\/webhooks\/\d{5,30}\/[\w-]{20,512}|\.webhook\.office\.com\/webhookb2\/[\w@./-]{20,512}/g,
    mark: /webhook/,
  },
  { kind: "a Google API key", pattern: /\bAIza[\w-]{35}\b/g, mark: /AIza/ },
  { kind: "a Vault token", pattern: /\bhv[sbr]\.[\w-]{20,4096}/g, mark: /hv[sbr]\./ },
  // https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens
  {
    kind: "a Terraform Cloud token",
    pattern: /\b[A-Za-z0-9]{10,40}\.atlasv1\.[\w-]{20,512}/g,
    mark: /\.atlasv1\./,
  },
  { kind: "a Docker Hub token", pattern: /\bdckr_[po]at_[\w-]{20,512}/g, mark: /dckr_/ },
  { kind: "an npm token", pattern: /\bnpm_[A-Za-z0-9]{36}\b/g, mark: /npm_/ },
  { kind: "a Hugging Face token", pattern: /\bhf_[A-Za-z0-9]{30,128}\b/g, mark: /hf_/ },
  { kind: "a Grafana token", pattern: /\bglsa_[A-Za-z0-9]{32}_[a-fA-F0-9]{8}\b/g, mark: /glsa_/ },
  { kind: "an API key", pattern: /\bsk-(?:[a-z]{1,20}-){0,4}[A-Za-z0-9_]{24,512}/g, mark: /sk-/ },
  // https://www.rfc-editor.org/rfc/rfc7519#section-3
  {
    kind: "a JSON Web Token",
    pattern: /\beyJ[\w-]{8,8192}\.eyJ[\w-]{8,8192}\.[\w-]{16,8192}/g,
    mark: /eyJ/,
  },
  // https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/
  {
    kind: "registry credentials",
    pattern: /"auth"\s{0,8}:\s{0,8}"(?<secret>[A-Za-z0-9+/]{8,8192}={0,2})"/g,
    mark: /"auth"/,
  },
  // Pairs of a connection string (ADO.NET, JDBC, libpq, Azure Storage): between separators, or behind another pair.
  {
    kind: "a connection string with a password",
    pattern:
      /(?<=[;&?] ?|\b(?:host|hostaddr|port|dbname|user) ?= ?[^\s=]{1,100} )(?:password|pwd|AccountKey|SharedAccessKey) ?= ?(?<secret>[^\s;&"'=]{1,512}={0,2})(?![^\s;&"'])/gi,
    mark: /[Pp](?:assword|ASSWORD|wd|WD) ?=|(?:Account|Access)Key ?=/,
  },
  // `scheme://user:password@host`: the password on its own, as it may be a stand-in.
  {
    kind: "a URL with a password",
    pattern: /\b[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:/@"'?#]{0,256}:(?<secret>[^\s/@"']{1,1024})@/gi,
    mark: /:\/\//,
  },
];

const MARKED = new RegExp(SHAPES.map(({ mark }) => mark.source).join("|"));

/** What is shaped like a credential in a text, and the text of it. */
export function shapesIn(
  text: string,
): readonly { readonly kind: string; readonly text: string }[] {
  // Nearly every text is done with here, and every text of what is checked comes here.
  if (!MARKED.test(text)) return [];
  return SHAPES.filter(({ mark }) => mark.test(text)).flatMap(({ kind, pattern, behind }) =>
    [...text.matchAll(pattern)].map(({ 0: found, index, groups }) => ({
      kind,
      text: groups?.["secret"] ?? (behind && lineAt(text, index + found.length, behind)) ?? found,
    })),
  );
}

function lineAt(text: string, at: number, pattern: RegExp): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[1]?.trim();
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
