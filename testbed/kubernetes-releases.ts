import { usageError } from "../runtime/command-line";

/** Releases of Kubernetes that a testbed can have, each pinned by `testbed/kubernetes/MINOR/go.mod`. */
export const KUBERNETES_RELEASES = {
  "1.35": "1.35.4",
  "1.36": "1.36.5",
  "1.37": "1.37.2",
} as const satisfies Readonly<Record<string, string>>;
/** Minor release of Kubernetes that a testbed can have. */
export type KubernetesMinor = keyof typeof KUBERNETES_RELEASES;

/** Oldest first. */
export const KUBERNETES_MINORS = [
  "1.35",
  "1.36",
  "1.37",
] as const satisfies readonly KubernetesMinor[];

/** For commands that start a testbed. */
export const KUBERNETES_OPTION = {
  kubernetes: {
    type: "string",
    value: "MINOR",
    does: `Kubernetes of the testbed: ${KUBERNETES_MINORS.join(", ")} (default: the environment's)`,
  },
} as const;

/**
 * The minor release that is named so.
 *
 * @throws ConfigurationError naming those that there are
 */
export function kubernetesMinor(text: string): KubernetesMinor {
  const found = KUBERNETES_MINORS.find((minor) => minor === text);
  if (found !== undefined) return found;
  throw usageError(
    text,
    `there is no testbed of Kubernetes ${text}`,
    `--kubernetes with one of ${KUBERNETES_MINORS.join(", ")}`,
    "--kubernetes",
  );
}
