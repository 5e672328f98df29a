import { applicationIn, applicationPath } from "../../environments/applications";
import { applicationFile } from "../../environments/environment-file";
import type { EnvironmentSpec } from "../../environments/schema";
import type { Content, ProvidedSecret, SecretKey } from "../../inventory/model";
import { standInOf } from "../../masking/stand-in";
import { type Finding, findingAt, type Rule } from "../engine/rule";
import { type Literal, type LiteralContext, literalsOf } from "./literals";
import { namesSecret } from "../../masking/keys";
import { shapesIn } from "../../masking/shapes";

const id = "secret-hygiene";

export const secretHygiene: Rule = {
  id,
  title: "No secret is written out",
  why: "What stands in a manifest, a variable, a ConfigMap or a chart's values stands in git, in the synthesized files, in Terraform's plan and state, and in every pull request's log. Secrets come from Vault through External Secrets and are named, never carried. A value is found by its key (password, token, API key, private key, connection string ...) or by its shape (private keys, tokens of known issuers, URLs with a password); a finding tells kind and length, never the value.",
  severity:
    "error; warning for a placeholder (`changeme`), which works as a secret until it is replaced, and for a Secret in which neither key nor shape tells of one; nothing for what is empty or a template (`${VAR}`, `{{ … }}`, `<…>`), for a path, for the name of a Secret, and in a Secret for certificates, public keys, parameters, names, addresses and switches",
  remedy:
    "Take the value out and revoke it where it was real: history keeps it. Put it in Vault, let an ExternalSecret make the Secret, and name that: `secretKeyRef` in a variable, `existingSecret` in a chart's values, a TriggerAuthentication at a KEDA trigger.",
  check: ({ secrets, contents }, spec) => [
    ...secrets.flatMap(checkSecret),
    ...contents
      .filter(({ kind }) => !WITHOUT_VALUES.has(kind))
      .flatMap((content) => checkContent(content, spec)),
  ],
};

/** Schemas and sealed text: what is like a secret there is a description, or encrypted. */
const WITHOUT_VALUES: ReadonlySet<string> = new Set(["CustomResourceDefinition", "SealedSecret"]);

/** In a cluster a Secret has to hold its value; in what makes it, it must not. */
function checkSecret(secret: ProvidedSecret): readonly Finding[] {
  if (secret.place.kind === "cluster") return [];
  const keysThat = (holds: SecretKey["holds"]) =>
    secret.keys.filter((each) => each.holds === holds).map(({ key }) => key);
  const credentials = keysThat("credential");
  const placeholders = keysThat("placeholder");
  const unknown = keysThat("unknown");
  if (credentials.length + placeholders.length + unknown.length === 0) return [];
  const message =
    credentials.length > 0
      ? `holds the ${credentials.length === 1 ? "value" : "values"} of ${credentials.join(", ")}: every reader of the file, the plan or the state has them; base64 hides nothing`
      : placeholders.length > 0
        ? `holds placeholders in ${placeholders.join(", ")}: applied as it stands, everybody knows the secret`
        : `holds ${unknown.join(", ")} written out: a secret in it would be in the file, the plan and the state`;
  return [
    findingAt(secret, {
      rule: id,
      severity: credentials.length > 0 ? "error" : "warning",
      message,
      fix: `replace it by an ExternalSecret: { apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: { name: ${secret.secretName}, namespace: ${secret.namespace} }, spec: { secretStoreRef: { kind: ClusterSecretStore, name: <store> }, target: { name: ${secret.secretName} }, dataFrom: [{ extract: { key: <path in the store> } }] } }`,
    }),
  ];
}

function checkContent(content: Content, spec: EnvironmentSpec | undefined): readonly Finding[] {
  return secretsIn(content).map(({ literal, found }) => {
    const { path, context } = literal;
    return findingAt(content, {
      rule: id,
      severity: found.placeholder ? "warning" : "error",
      message: found.placeholder
        ? `${path} is a placeholder (${found.kind}): used as it stands, everybody knows the secret`
        : `${path} holds ${found.kind} (${found.length} character${found.length === 1 ? "" : "s"}): every reader of the file, the plan or the state has it`,
      fix: fixInData(literal, content, spec) ?? fixOf(context, literal, content),
    });
  });
}

interface SecretLiteral {
  readonly literal: Literal;
  readonly found: FoundSecret;
}

/** Per value, what was found in it as a content of its kind: environments have most in common. */
const known = new WeakMap<object, { readonly kind: string; readonly secrets: SecretLiteral[] }>();

function secretsIn(content: Content): readonly SecretLiteral[] {
  const { kind, value } = content;
  const key = typeof value === "object" && value !== null ? value : undefined;
  const before = key === undefined ? undefined : known.get(key);
  if (before?.kind === kind) return before.secrets;
  const secrets = literalsOf(content).flatMap((literal) => {
    const found = secretIn(literal);
    return found === undefined ? [] : [{ literal, found }];
  });
  if (key !== undefined) known.set(key, { kind, secrets });
  return secrets;
}

interface FoundSecret {
  readonly kind: string;
  readonly length: number;
  readonly placeholder: boolean;
}

/** A shape tells more than a key; of several the first that is no stand-in. */
function secretIn(literal: Literal): FoundSecret | undefined {
  const named = namesSecret(literal) && !literal.value.includes("\n");
  const shapes = shapesIn(literal.value);
  const encoded = shapesIn(decoded(literal.value));
  // Nearly every text is done with here.
  if (!named && shapes.length + encoded.length === 0) return undefined;
  const found = [
    ...shapes,
    ...encoded.map(({ kind, text }) => ({ kind: `${kind}, in base64`, text })),
    ...(named ? [{ kind: `what ${literal.key} names`, text: literal.value }] : []),
  ]
    .map(({ kind, text }) => ({ kind, length: text.length, standIn: standInOf(text) }))
    .filter(({ standIn }) => standIn !== "template");
  const first = found.find(({ standIn }) => standIn === undefined) ?? found[0];
  return first && { ...first, placeholder: first.standIn === "placeholder" };
}

/** Most characters of an object of Kubernetes: etcd takes 1.5 MiB. */
const BASE64_LIMIT = 2 * 1024 * 1024;
/** As {@link BASE64} has it. */
const LEAST_BASE64 = 20;

/** Shorter text in base64 holds no credential that has a shape. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4}){5,}(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

/** What a text says that is nothing but base64; empty for every other. */
function decoded(value: string): string {
  // Nearly every text is done with by its length, or at its first space or sign.
  if (value.length < LEAST_BASE64 || value.length > BASE64_LIMIT) return "";
  if (/[^A-Za-z0-9+/=\r\n]/.test(value)) return "";
  const text = value.replace(/[\r\n]/g, "");
  return BASE64.test(text) ? Buffer.from(text, "base64").toString("latin1") : "";
}

/** An application's settings are data of the environment, and so are its secrets. */
function fixInData(
  { key, context }: Literal,
  { place, namespace }: Content,
  spec: EnvironmentSpec | undefined,
): string | undefined {
  if (spec === undefined) return undefined;
  const application = applicationIn(spec, namespace ?? "");
  return application !== undefined &&
    Object.hasOwn(application.settings, key) &&
    context === "configMap" &&
    place.kind === "terraform"
    ? `move ${key} from ${applicationPath(application, "settings")} to ${applicationPath(application, "secrets")} in ${applicationFile(spec, application, ["secrets"])}: { name: "<Secret>", vaultKey: "<key in Vault>", variables: { ${key}: "<property>" } }, put the value into Vault, and revoke this one`
    : undefined;
}

function fixOf(context: LiteralContext, { key, path }: Literal, { name }: Content): string {
  const secret = `{ name: ${name}-credentials, key: ${key || "value"} }`;
  switch (context) {
    case "variable":
      return `read it from a Secret: { name: ${key}, valueFrom: { secretKeyRef: ${secret} } }`;
    case "configMap":
      return `move ${key || path} from the ConfigMap to a Secret that an ExternalSecret makes, and load it with envFrom: [{ secretRef: { name: ${name}-credentials } }]`;
    case "helm":
      return `leave ${path} out and name a Secret that an ExternalSecret makes, in the value that the chart has for it (existingSecret)`;
    case "trigger":
      return `leave ${path} out; authenticationRef: { name: ${name} } at the trigger, and a TriggerAuthentication ${name} with spec: { secretTargetRef: [{ parameter: ${key}, name: ${name}-credentials, key: ${key} }] }`;
    case "argument":
      return `put it in a variable read from a Secret, valueFrom: { secretKeyRef: ${secret} }, and write $(VARIABLE) in the arguments`;
    case "terraform":
      return `take ${path} from an ephemeral resource or a data source of the secret store, and write it to a write-only argument where there is one`;
    case "field":
      return `leave ${path} out and refer to a Secret that an ExternalSecret makes`;
    default:
      return context satisfies never;
  }
}
