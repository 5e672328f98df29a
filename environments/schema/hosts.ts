import { isIP } from "node:net";
import { z } from "zod";

/** DNS name of one or more labels (RFC 1123), at most 253 characters; digits alone are no name of a host. */
const DNS_NAME =
  /^(?=.{1,253}$)(?!\d+(\.\d+)*$)[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$/;
/** No zone of the internet begins with a digit: https://www.rfc-editor.org/rfc/rfc3696#section-2 */
const QUALIFIED = /\.[a-z][-a-z0-9]*$/;
/** Components as https://github.com/distribution/reference/blob/v0.6.0/regexp.go has them. */
const REPOSITORY_PATH = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;
/** Length of a repository's name, host and path (the same source). */
const LONGEST_REPOSITORY = 255;

const NAME_ALONE = "write the name alone, without scheme, port or path, in lower case";

/** DNS name or IP address of a server, without scheme, port or path. */
export const host = z.string().refine(isHost, {
  error: "must be a DNS name or an IP address",
  params: { fix: NAME_ALONE },
});

/** DNS name; an Ingress takes no address. */
export const dnsName = z.string().refine((name) => DNS_NAME.test(name), {
  error: "must be a DNS name",
  params: { fix: NAME_ALONE },
});

/** Fully qualified DNS name: KEDA resolves Redis' from another namespace. */
export const fqdn = z.string().refine((name) => DNS_NAME.test(name) && QUALIFIED.test(name), {
  error: "must be a fully qualified DNS name",
  params: { fix: `${NAME_ALONE}, e.g. "redis.example.com"` },
});

/** `host:port`; IPv6 in brackets. */
export const hostPort = z.string().refine((address) => isAddress(address, true), {
  error: "must be host:port",
  params: { fix: 'write a DNS name or an IP address, and a port, e.g. "10.20.0.5:6789"' },
});

/** URL over TLS of a server with a valid name; credentials in it would be in state and logs. */
export const httpsUrl = z.string().refine((text) => isUrlOf(["https"], text), {
  error: "must be an https URL of a DNS name or an IP address",
  params: { fix: "write https://HOST[:PORT], without user and password" },
});

/**
 * Repository in a registry, `<host>[:port]/<path>`. Without a dot, a port or
 * `localhost` a container runtime takes the host for a folder of Docker Hub.
 */
export const imageRepository = z
  .string()
  .max(LONGEST_REPOSITORY)
  .refine(isImageRepository, {
    error: "must be <host>[:port]/<path> in lower case",
    params: {
      fix: 'write e.g. "registry.example.com:5000/team/app", without scheme, tag or digest',
    },
  });

/** Host of a registry, with its port where it has one: `registry.example.com:5000`. */
export function registryHost(repository: string): string {
  return repository.slice(0, repository.indexOf("/"));
}

function isHost(name: string): boolean {
  return DNS_NAME.test(name) || isIP(name) !== 0;
}

/** Whether a text is `host`, or `host:port` if it must be. */
function isAddress(address: string, needsPort: boolean): boolean {
  const [, bracketed, plain, port] =
    /^(?:\[([^\]]*)\]|([^:]*))(?::(\d{1,5}))?$/.exec(address) ?? [];
  const named = bracketed === undefined ? isHost(plain ?? "") : isIP(bracketed) === 6;
  if (!named || port === undefined) return named && !needsPort;
  return Number(port) >= 1 && Number(port) <= 65535;
}

/** Whether a text is a URL of one of the schemes (`https`, `oci`), with a valid host and without credentials. */
export function isUrlOf(schemes: readonly string[], text: string): boolean {
  const [, scheme = "", authority = ""] = /^([a-z]+):\/\/([^/?#]*)(\/[^\s?#]*)?$/.exec(text) ?? [];
  return schemes.includes(scheme) && isAddress(authority, false);
}

function isImageRepository(text: string): boolean {
  const slash = text.indexOf("/");
  const address = text.slice(0, Math.max(slash, 0));
  const isRegistry = /[.:]/.test(address) || address === "localhost";
  return (
    isRegistry &&
    !address.startsWith("[") &&
    isAddress(address, false) &&
    REPOSITORY_PATH.test(text.slice(slash + 1))
  );
}
