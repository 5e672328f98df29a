/** How long a minor release of Kubernetes is mended; days as `YYYY-MM-DD`. */
export interface KubernetesSupport {
  /** Last day of the Kubernetes project's own patches, which k3s follows. */
  readonly upstream: string;
  /** End of EKS' standard support; a cluster costs more from then on. @default not known: it is 14 months after EKS has it */
  readonly eks?: string;
}

/**
 * Read on 2026-11-29: https://kubernetes.io/releases/ (a page for each minor),
 * https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html (of 1.36 and 1.37 no copy could be had).
 */
export const KUBERNETES_SUPPORT: Readonly<Record<string, KubernetesSupport>> = {
  "1.33": { upstream: "2026-06-28", eks: "2026-07-29" },
  "1.34": { upstream: "2026-10-27", eks: "2026-12-02" },
  "1.35": { upstream: "2027-02-28", eks: "2027-03-27" },
  "1.36": { upstream: "2027-06-28" },
  "1.37": { upstream: "2027-10-28" },
};

/** Where {@link KUBERNETES_SUPPORT} is from, by who mends. */
export const KUBERNETES_SUPPORT_SOURCES = {
  upstream: "https://kubernetes.io/releases/",
  eks: "https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html",
} as const;
