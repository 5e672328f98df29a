import type { DiagnosisId } from "../catalog";

/** What a container runtime's message says about a failed pull. */
export interface PullFailure {
  readonly id: Extract<DiagnosisId, `image-${string}`>;
  readonly cause: string;
}

interface Pattern extends PullFailure {
  readonly says: RegExp;
}

/**
 * Messages of containerd, CRI-O and Docker, the narrower ones first: a proxy's 429
 * may be called denied, and "pull access denied" means no or wrong credentials.
 *
 * Sources: https://github.com/containerd/containerd/blob/v2.1.0/core/remotes/docker/resolver.go,
 * https://distribution.github.io/distribution/spec/api/#errors-2
 */
const PATTERNS: readonly Pattern[] = [
  {
    id: "image-rate-limit",
    says: /\b429\b|too ?many ?requests|rate ?limit/i,
    cause: "the registry limits how often it is asked",
  },
  {
    id: "image-wrong-platform",
    says: /no match for platform|no matching manifest for/i,
    cause: "the image is not built for the architecture of the node",
  },
  {
    id: "image-name-not-resolved",
    says: /no such host|server misbehaving|name resolution|lookup [\w.-]+(:\d+)? on /i,
    cause: "the name of the registry is not known to the node",
  },
  {
    id: "image-http-registry",
    says: /HTTP response to HTTPS client|tls: first record does not look like a TLS handshake/i,
    cause: "the registry speaks http, and the node's runtime expects https",
  },
  {
    id: "image-certificate",
    says: /x509:|certificate (signed by|is not|has expired)|tls: failed to verify/i,
    cause: "the node does not trust the registry's certificate",
  },
  {
    id: "image-unauthorized",
    says: /\b(401|403)\b|unauthorized|forbidden|access denied|authorization failed|no basic auth|authentication required|\bdenied\b/i,
    cause: "the registry refuses the pull",
  },
  {
    id: "image-not-found",
    says: /manifest unknown|manifest for .* not found|name unknown|repository name not known|: not found|\b404\b/i,
    cause: "the registry has no such image or tag",
  },
  {
    id: "image-registry-unreachable",
    says: /connection refused|connection reset|no route to host|network is unreachable|i\/o timeout|deadline exceeded|Client\.Timeout|\b50[0234]\b|unexpected EOF/i,
    cause: "nothing answers at the registry's address",
  },
  {
    id: "image-no-disk",
    says: /no space left on device/i,
    cause: "the node's disk is full",
  },
];

/** Reasons of a waiting container that say it all: kubelet's, not the runtime's. */
const REASONS: Readonly<Record<string, PullFailure>> = {
  InvalidImageName: { id: "image-name-invalid", cause: "the image's name is not one" },
  ErrImageNeverPull: {
    id: "image-not-found",
    cause: "the image is not on the node, and imagePullPolicy Never forbids to pull it",
  },
};

/**
 * @param reason of the waiting container
 * @param message of the runtime
 * @param image its tag may be `404` or `denied`, and is no word of the runtime's
 */
export function pullFailure(reason: string, message: string, image: string): PullFailure {
  const words = message.replaceAll(image, "");
  const known = REASONS[reason] ?? PATTERNS.find(({ says }) => says.test(words));
  return known === undefined
    ? { id: "image-pull", cause: "the pull fails" }
    : { id: known.id, cause: known.cause };
}
