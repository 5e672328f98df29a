/** An image reference, taken apart as container runtimes do. */
export interface Image {
  /** Registry's host, with port; absent: Docker Hub. */
  readonly registry?: string;
  /** Repository without registry. */
  readonly repository: string;
  /** Empty when none is written: the runtime then takes `latest`. */
  readonly tag: string;
  readonly digest?: string;
}

/**
 * The first component is a registry when it has a dot or a port, or is localhost.
 * https://github.com/distribution/reference/blob/main/normalize.go
 */
export function parseImage(reference: string): Image {
  const known = KNOWN.get(reference);
  if (known !== undefined) return known;
  const image = parsed(reference);
  if (KNOWN.size < MOST_KNOWN) KNOWN.set(reference, image);
  return image;
}

/** Images that were asked for: nine rules and more look at each container's. */
const KNOWN = new Map<string, Image>();
const MOST_KNOWN = 10_000;

function parsed(reference: string): Image {
  const [named = "", digest] = reference.split("@");
  const slash = named.indexOf("/");
  const first = named.slice(0, Math.max(slash, 0));
  const hasRegistry = /[.:]/.test(first) || first === "localhost";
  const rest = hasRegistry ? named.slice(slash + 1) : named;
  const colon = rest.lastIndexOf(":");
  return {
    ...(hasRegistry ? { registry: first } : {}),
    repository: colon === -1 ? rest : rest.slice(0, colon),
    tag: colon === -1 ? "" : rest.slice(colon + 1),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** Port of the node itself that an image is pulled from, `127.0.0.1:30500/app:1`; undefined: it comes from elsewhere. */
export function loopbackPort(reference: string): number | undefined {
  const [, port] =
    /^(?:127\.0\.0\.1|localhost):(\d+)$/.exec(parseImage(reference).registry ?? "") ?? [];
  return port === undefined ? undefined : Number(port);
}

/** https://github.com/distribution/reference/blob/main/regexp.go */
const REGISTRY = /^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?(:\d+)?$/;
const COMPONENT = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^(\w[\w.-]{0,127})?$/;

/** Whether a container runtime can read it at all. */
export function isImageReference(reference: string): boolean {
  const { registry, repository, tag } = parseImage(reference);
  return (
    (registry === undefined || REGISTRY.test(registry)) &&
    repository.split("/").every((component) => COMPONENT.test(component)) &&
    TAG.test(tag) &&
    // parseImage takes an empty tag for none.
    !/:(@|$)/.test(reference)
  );
}
