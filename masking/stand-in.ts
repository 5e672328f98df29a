/**
 * What stands where a value will be.
 *
 * - `template`: nothing that could be used as it is: empty, an expression
 *   (`${…}`, `$(…)`, `{{…}}`, `{%…%}`, `$NAME`, `%NAME%`, `@NAME@`, `#{NAME}#`, `((name))`, `{env:NAME}`,
 *   `%s`), a gap (`<…>`, `<<…>>`, `[…]`, `{…}`), sealed text, or a word for "none" or a switch
 *   (`MYSQL_ALLOW_EMPTY_PASSWORD=1`).
 * - `placeholder`: text that says itself that it is to be replaced (`changeme`, `your-token`, `xxx`,
 *   `PASSWORD`, `…-change-in-production`), or that means nothing (`foo`). It works as a value until it
 *   is replaced.
 */
export type StandIn = "template" | "placeholder";

const TEMPLATE = [
  /\$\{|\$\(|\{\{|\{%|<%|%\(\w+\)s|\$__(env|file|vault)\{/,
  /^\s*(\$\w+|%\w+%|@\w+@|__\w+__|<[^<>\n]*>|<<[^<>\n]*>>|\[[\w .-]*\]|\{[\w .-]*\})\s*$/,
  // Replaced where the text is read or printed: OpenCode, Azure DevOps, Concourse, printf.
  /^\s*(\{(env|file):[^{}\s]+\}|#\{[\w.-]+\}#?|\(\([\w./:-]+\)\)|\[\[[^[\]\n]*\]\]|%[sdv])\s*$/,
  // Sealed by SOPS or ansible-vault: https://getsops.io/docs/
  /^(ENC\[|\$ANSIBLE_VAULT;)/,
  /^\s*(none|null|nil|undefined|n\/a|false|true|yes|no|on|off|[01]|disabled|auto|optional|~)?\s*$/i,
];

const PLACEHOLDER =
  /change[-_ ]?(me|it|this)|(set|update|fill|edit)[-_ ]?(me|in|this)\b|^(put|enter)[-_ ]|(goes[-_ ]?)?[-_ ]here[\W_]{0,4}$|base64[-_ ]?(encoded|of)|replace[-_ ]?(me|this|with|by)|^replace|place-?holder|to-?do\b|fix-?me|^tbd$|dummy|fake|^x{3,}$|x{6,}|\*{3,}|\.{3}|example|insert[-_ ]|^(your|my|some|the)[-_ ]|^your|\/your[-_/]|redacted|not[-_ ]?(needed|used|required|a-real)|^no-?(key|token|password|auth)$/i;

/** A value that says where it must not be used, or when it is to be replaced: `dev-jwt-secret-change-in-production`. */
const UNTIL_LATER = [
  /(^|[^a-z])(to-?be-?|please-?)?(change|replace|rotate|override)d?[-_ ](in|before|for|on|at|after|later|now|asap)([-_ ]|$)/i,
  /(^|[^a-z])(change|replace)(in|before|for)(prod|deploy|use|release)/i,
  /(^|[^a-z])((must|needs?|has|have|should)[-_ ](to[-_ ])?|to[-_ ]|please[-_ ])(be[-_ ])?(change|replace)d?([^a-z]|$)/i,
  /(^|[^a-z])(not|never|dont|don't)[-_ ]((use|for|in|use[-_ ](in|for))[-_ ])prod/i,
];

/**
 * Words that mean nothing (`foo`, `foo-bar`, `baz123`), and the passwords of Kubernetes' own documentation
 * (https://kubernetes.io/docs/concepts/configuration/secret/ and its tasks, 2026-11): tests and tutorials
 * are copied from there, and everybody knows them.
 */
const WITHOUT_MEANING = [
  /^((foo|bar|baz|qux|quux|corge|lorem|ipsum)\d{0,4}[-_. ]?)+$/i,
  /^\s*(t0p-Secret|1f2d1e2e67df|39528\$vdg7Jb|S!B\\\*d\$zDsb=?)\s*$/,
];

/**
 * The name of what belongs here: in capitals as documentation writes it, with or without an issuer's
 * prefix (`amqp://user:PASSWORD@host`, `sk-MYKEY`), or the bare word (`AWS_SECRET_ACCESS_KEY=secret`).
 */
const NAMED = [
  /^([A-Z]+_)*(PASSWORD|TOKEN|SECRET|KEY)$/,
  /^[a-z]{1,8}[-_][A-Z]*(PASSWORD|TOKEN|SECRET|KEY)$/,
  /^(token|secret|(api|access|secret)?[-_ ]?key|credentials?)$/i,
  // Between the two lines of a key's file, as one text in JSON has its line ends.
  /^(\s|\\n){0,4}(an?|the|your|my|some|private|secret) ([a-z]{1,16} ){0,3}(key|content|data)(\s|\\n){0,4}$/i,
];

/** Undefined: a value that can be used as it is. */
export function standInOf(value: string): StandIn | undefined {
  if (TEMPLATE.some((pattern) => pattern.test(value))) return "template";
  const stated = [PLACEHOLDER, ...UNTIL_LATER, ...WITHOUT_MEANING, ...NAMED];
  return stated.some((pattern) => pattern.test(value)) ? "placeholder" : undefined;
}

/** Addresses in a secret store that a program replaces by the value: op inject, vals, Vault's injectors, AWS. */
const STORE_ENTRY =
  /^\s*(op:\/\/[^\s/]+\/\S|vault:[\w-]|ref\+[a-z]+:\/\/|secret:\/\/|arn:aws:(secretsmanager|ssm):)/;

/** Whether a text says where the secret lies, and is none. */
export function namesStoreEntry(value: string): boolean {
  return STORE_ENTRY.test(value);
}
