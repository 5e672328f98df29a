import { indexOf } from "../../../inventory/inventory-index";
import type { Inventory, Labels, Workload } from "../../../inventory/model";

/** A host that a pod connects to. */
export interface DeclaredHost {
  readonly host: string;
  /** Undefined: not written. */
  readonly port: number | undefined;
  /** Variable or member that has it. */
  readonly by: string;
}

/** Ports of schemes that people leave out. */
const SCHEME_PORTS: Labels = {
  http: "80",
  https: "443",
  redis: "6379",
  rediss: "6379",
  amqp: "5672",
  postgres: "5432",
  postgresql: "5432",
  mysql: "3306",
  mongodb: "27017",
  nats: "4222",
};

const URL_HOST = /^([a-z][a-z0-9+.-]*):\/\/(?:[^@/\s]*@)?([\w.-]+)(?::(\d+))?(?:[/?#]\S*)?$/i;
const HOST_PORT = /^([a-z][\w-]*(?:\.[\w-]+)*)(?::(\d+))?$/i;
const HOST_VARIABLE = /_(HOST|HOSTNAME|SERVER|ADDR|ADDRESS|ENDPOINT)$/;

/** Hosts in a container's variables: URLs, `host:port`, and `X_HOST` beside `X_PORT`. */
export function hostsOf(workload: Workload, inventory: Inventory): readonly DeclaredHost[] {
  const hosts = workload.pod.containers.flatMap((container) => {
    const variables = variablesOf(container, workload.namespace, inventory);
    return [...variables].flatMap(([name, value]) => {
      const found = hostIn(value, HOST_VARIABLE.test(name));
      if (found === undefined) return [];
      return [{ ...found, port: found.port ?? portBeside(name, variables), by: name }];
    });
  });
  return [...new Map(hosts.map((host) => [`${host.host}:${host.port}`, host])).values()];
}

/**
 * The host that a text is.
 *
 * @param bare whether a name without port is one as well
 */
export function hostIn(
  text: string,
  bare: boolean,
): Pick<DeclaredHost, "host" | "port"> | undefined {
  const [, scheme = "", urlHost, urlPort] = URL_HOST.exec(text) ?? [];
  if (urlHost !== undefined) {
    return { host: urlHost, port: numberOf(urlPort ?? SCHEME_PORTS[scheme.toLowerCase()]) };
  }
  const [, host, port] = HOST_PORT.exec(text) ?? [];
  return host === undefined || (port === undefined && !bare)
    ? undefined
    : { host, port: numberOf(port) };
}

/** `X_SERVICE_PORT` before `X_PORT`, which service links may have filled with a URL. */
function portBeside(name: string, variables: ReadonlyMap<string, string>): number | undefined {
  const stem = name.replace(HOST_VARIABLE, "");
  return numberOf(variables.get(`${stem}_SERVICE_PORT`)) ?? numberOf(variables.get(`${stem}_PORT`));
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** Variables with their values, as far as manifests and ConfigMaps say them. */
function variablesOf(
  { env, envFrom }: Workload["pod"]["containers"][number],
  namespace: string,
  inventory: Inventory,
): ReadonlyMap<string, string> {
  const dataOf = (name: string): Labels =>
    indexOf(inventory).configMaps.find({ kind: "ConfigMap", namespace, name })?.data ?? {};
  const loaded = envFrom.flatMap(({ kind, object }) =>
    kind === "configMap" ? Object.entries(dataOf(object)) : [],
  );
  const written = env.flatMap((variable): readonly (readonly [string, string])[] => {
    if (variable.kind === "literal") return [[variable.name, variable.value]];
    const value = variable.kind === "configMap" ? dataOf(variable.object)[variable.key] : undefined;
    return value === undefined ? [] : [[variable.name, value]];
  });
  return new Map([...loaded, ...written]);
}
