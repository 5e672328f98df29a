import type { LivePod, LiveSecret } from "../../../inventory/live";
import type { LiveExternalSecret } from "../../../inventory/live";
import { indexOf } from "../../../inventory/inventory-index";
import { age, type Examination, kubectl } from "../examination";

/** What a pod pulls with, in words, and the command that puts it right. */
export interface Credentials {
  readonly text: string;
  readonly fix: string;
  readonly command: string;
}

const PULL_TYPES = ["kubernetes.io/dockerconfigjson", "kubernetes.io/dockercfg"];

/** The state of a pod's pull secrets, as far as a registry is concerned; no value of one is looked at. */
export function credentialsFor(
  pod: LivePod,
  registry: string,
  examination: Examination,
): Credentials {
  const names = secretNames(pod, examination);
  if (names.length === 0) {
    return {
      text: `the pod names no pull secret, nor does its service account ${pod.template.serviceAccount}`,
      fix: `let the service account name the secret with credentials for ${registry}`,
      command: nameSecret(pod, registry, examination),
    };
  }
  const states = names.map((name) => stateOf(name, pod.namespace, registry, examination));
  const usable = states.find(({ usable: works }) => works);
  const worst = usable ?? states[0];
  return {
    text: states.map(({ text }) => text).join("; "),
    fix: worst?.fix ?? "",
    command: worst?.command ?? "",
  };
}

function secretNames({ namespace, template }: LivePod, { inventory }: Examination) {
  const account = indexOf(inventory).serviceAccounts.find({
    kind: "ServiceAccount",
    namespace,
    name: template.serviceAccount,
  });
  return [...new Set([...template.imagePullSecrets, ...(account?.imagePullSecrets ?? [])])];
}

/** The service account gets the namespace's secret for the registry, which is made where there is none. */
function nameSecret(
  { namespace, template }: LivePod,
  registry: string,
  examination: Examination,
): string {
  const there = examination.live.secrets.find(
    (secret) => secret.namespace === namespace && whatIsWrong(secret, registry) === undefined,
  );
  const name = there?.name ?? `pull-${registry.replace(/[^a-z0-9]+/g, "-")}`;
  const patch = kubectl(
    examination,
    namespace,
    ...["patch", "serviceaccount", template.serviceAccount, "-p"],
    JSON.stringify({ imagePullSecrets: [{ name }] }),
  );
  return there === undefined
    ? `${create(name, namespace, registry, examination)} && ${patch}`
    : patch;
}

interface SecretState extends Credentials {
  readonly usable: boolean;
}

function stateOf(
  name: string,
  namespace: string,
  registry: string,
  examination: Examination,
): SecretState {
  const { live, now } = examination;
  const secret = live.secrets.find((each) => each.namespace === namespace && each.name === name);
  const source = live.syncedSecrets.find(
    (each) => each.namespace === namespace && each.secretName === name,
  );
  if (secret === undefined && examination.unreadKinds.has("Secret")) {
    return {
      usable: false,
      text: `pull secret ${name} is named, and Secrets may not be read here`,
      fix: "look at the secret with an account that may: its type, and that it has an entry for the registry",
      command: kubectl(examination, namespace, "get", "secret", name),
    };
  }
  if (secret === undefined) return missing(name, namespace, registry, source, examination);
  const old = `pull secret ${name} (made ${age(now, secret.created)} ago${source === undefined ? "" : `, synced ${age(now, source.refreshed)} ago by ExternalSecret ${source.name}`})`;
  const wrong = whatIsWrong(secret, registry);
  if (wrong !== undefined) {
    return {
      usable: false,
      text: `${old} ${wrong}`,
      fix: `make it anew with an entry for ${registry}`,
      command: renew(name, namespace, registry, source, examination),
    };
  }
  return {
    usable: true,
    text: `${old} has an entry for ${registry}, which the registry does not accept: the token has expired or been revoked, or may not read this repository`,
    fix:
      source === undefined
        ? "put a valid token in"
        : "put a valid token where the ExternalSecret reads it, then have it read again",
    command: renew(name, namespace, registry, source, examination),
  };
}

function missing(
  name: string,
  namespace: string,
  registry: string,
  source: LiveExternalSecret | undefined,
  examination: Examination,
): SecretState {
  const why =
    source === undefined
      ? "nothing makes it"
      : `ExternalSecret ${source.name}, which makes it, ${source.conditions.some(({ type, status }) => type === "Ready" && status === "True") ? "says that it is synced" : `is not synced (${source.conditions.map(({ message }) => message).join(" ") || "no status yet"})`}`;
  return {
    usable: false,
    text: `pull secret ${name} is not in namespace ${namespace}: ${why}`,
    fix:
      source === undefined ? "make it there" : "put the ExternalSecret right: see its own finding",
    command:
      source === undefined
        ? create(name, namespace, registry, examination)
        : kubectl(examination, namespace, "describe", "externalsecret", source.name),
  };
}

function whatIsWrong({ type, registries, keys }: LiveSecret, registry: string): string | undefined {
  if (!PULL_TYPES.includes(type)) {
    return `is of type ${type}: kubelet takes only ${PULL_TYPES[0]}`;
  }
  if (registries === undefined)
    return `holds no readable list of registries (keys: ${keys.join(", ") || "none"})`;
  return registries.some((entry) => hostOf(entry) === hostOf(registry))
    ? undefined
    : `has entries for ${registries.join(", ") || "no registry"} and none for ${registry}`;
}

/** Entries may be addresses: `https://index.docker.io/v1/`. */
function hostOf(entry: string): string {
  const host = entry.replace(/^https?:\/\//, "").replace(/\/.*$/, "");
  return /(^|\.)docker\.(io|com)$/.test(host) ? "docker.io" : host;
}

/** A type cannot change, so the Secret is made anew; External Secrets does that by itself. */
function renew(
  name: string,
  namespace: string,
  registry: string,
  source: LiveExternalSecret | undefined,
  examination: Examination,
): string {
  if (source === undefined) {
    const remove = kubectl(examination, namespace, "delete", "secret", name);
    return `${remove} && ${create(name, namespace, registry, examination)}`;
  }
  return kubectl(
    examination,
    namespace,
    ...["annotate", "externalsecret", source.name, "--overwrite"],
    `force-sync=${examination.now}`,
  );
}

/** The shell asks for what is secret: the command itself holds none. */
function create(
  name: string,
  namespace: string,
  registry: string,
  examination: Examination,
): string {
  const command = kubectl(
    examination,
    namespace,
    ...["create", "secret", "docker-registry", name, `--docker-server=${registry}`],
  );
  return `${command} --docker-username="$REGISTRY_USER" --docker-password="$REGISTRY_TOKEN"`;
}
