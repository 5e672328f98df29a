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
