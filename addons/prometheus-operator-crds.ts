import { crdAnnotations } from "./kit/availability";
import type { PermanentAddon } from "./kit/addon";

/**
 * The CRDs of kube-prometheus-stack, as a release of their own: Helm never
 * upgrades nor removes what a chart has in `crds/`, but these are templates.
 *
 * Always there, whether Prometheus is or not: releases that have ServiceMonitors
 * could not be upgraded any more when the kind goes before they give them up,
 * and Terraform removes a release before it upgrades those that knew it.
 */
export const prometheusOperatorCrds: PermanentAddon<"prometheus-operator-crds"> = {
  kind: "permanent",
  name: "prometheus-operator-crds",
  summary: "the kinds of monitors and alert rules",
  namespace: "monitoring",
  crds: {
    groups: ["monitoring.coreos.com"],
    annotations: ["crds", "annotations"],
    // https://github.com/prometheus-community/helm-charts/tree/main/charts
    operatorVersions: { "31.0.0": "v0.93.0", "31.0.1": "v0.93.1" },
  },
  support: [
    {
      series: "31.0",
      installsFrom: "1.16",
      source:
        "https://github.com/prometheus-community/helm-charts/blob/main/charts/prometheus-operator-crds/Chart.yaml",
    },
  ],
  evidence: [
    {
      version: "31.0.1",
      how: "seen",
      what: "rendered, applied on Kubernetes 1.35.4",
      day: "2026-11-29",
      source:
        "https://github.com/prometheus-community/helm-charts/tree/prometheus-operator-crds-31.0.1/charts/prometheus-operator-crds",
    },
  ],
  pods: [],
  keeps: [{ path: "crds", because: "could take every monitor and rule of the cluster with it" }],
  values: (input) => ({ crds: { annotations: crdAnnotations(input) } }),
};
