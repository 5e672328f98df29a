import type { ChartReleases } from "./kit/chart-facts";

/**
 * The releases of the charts that are known: the newest, and the day of the first of each minor,
 * newest first. `npm run chart-releases` writes this file from the charts' repositories, where
 * they can be reached; what was found elsewhere is written by hand, with its source.
 */
export const RELEASES = {
  keda: {
    newest: "2.21.1",
    minors: [
      { minor: "2.21", day: "2026-09-23" },
      { minor: "2.20", day: "2026-06-01" },
    ],
    day: "2026-11-29",
    source: "https://github.com/kedacore/charts/releases/tag/v2.21.1",
  },
  "metrics-server": {
    newest: "3.14.0",
    minors: [{ minor: "3.14" }, { minor: "3.13", day: "2025-07-22" }],
    day: "2026-09-11",
    source: "https://github.com/ajaykumar4/cluster-template/pull/469",
  },
  "prometheus-operator-crds": {
    newest: "32.0.0",
    minors: [{ minor: "32.0" }, { minor: "31.0", day: "2026-07-28" }],
    day: "2026-09-10",
    source: "https://github.com/randomcoww/homelab/pull/1109",
  },
  "kube-prometheus-stack": {
    newest: "89.1.0",
    minors: [{ minor: "89.1" }, { minor: "88.5", day: "2026-08-18" }],
    day: "2026-11-29",
    source: "https://github.com/SeleniumHQ/docker-selenium/pull/3219",
  },
  "prometheus-adapter": {
    newest: "5.3.0",
    minors: [{ minor: "5.3", day: "2026-02-19" }],
    day: "2026-08-22",
    source: "https://github.com/prometheus-community/helm-charts/tags",
  },
  "external-secrets": {
    newest: "2.14.0",
    minors: [
      { minor: "2.14" },
      { minor: "2.13", day: "2026-10-16" },
      { minor: "2.12" },
      { minor: "2.11", day: "2026-09-21" },
      { minor: "2.10" },
      { minor: "2.9", day: "2026-08-07" },
      { minor: "2.8", day: "2026-07-18" },
    ],
    day: "2026-11-29",
    source: "https://gitlab.com/sylva-projects/sylva-core/-/merge_requests/9896",
  },
  "cluster-autoscaler": {
    newest: "9.59.0",
    minors: [
      { minor: "9.59", day: "2026-07-21" },
      { minor: "9.58", day: "2026-06-19" },
    ],
    day: "2026-08-22",
    source: "https://github.com/kubernetes/autoscaler/tags",
  },
  "nvidia-device-plugin": {
    newest: "0.20.0",
    minors: [
      { minor: "0.20", day: "2026-08-19" },
      { minor: "0.19", day: "2026-03-17" },
    ],
    day: "2026-08-19",
    source: "https://github.com/NVIDIA/k8s-device-plugin/tags",
  },
  "csi-driver-nfs": {
    newest: "4.13.4",
    minors: [
      { minor: "4.13", day: "2026-02-02" },
      { minor: "4.12", day: "2025-10-08" },
    ],
    day: "2026-08-22",
    source: "https://github.com/kubernetes-csi/csi-driver-nfs/tags",
  },
  "ceph-csi-cephfs": {
    newest: "3.17.1",
    minors: [
      { minor: "3.17", day: "2026-05-25" },
      { minor: "3.16", day: "2026-01-13" },
      { minor: "3.15", day: "2025-08-19" },
      { minor: "3.14", day: "2025-04-10" },
      { minor: "3.13", day: "2024-12-11" },
      { minor: "3.12", day: "2024-08-16" },
    ],
    day: "2026-08-20",
    source: "https://github.com/ceph/csi-charts",
  },
} as const satisfies Readonly<Record<string, ChartReleases>>;
