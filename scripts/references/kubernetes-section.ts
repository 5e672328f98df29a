import { knownChart } from "../../addons";
import { autoscalerImageTag } from "../../addons/cluster-autoscaler";
import {
  KUBERNETES_SUPPORT,
  KUBERNETES_SUPPORT_SOURCES,
} from "../../environments/facts/kubernetes-support";
import { SEEN_RUNS } from "../../environments/facts/seen-runs";

/** By release, whatever was recorded first. */
const RUNS = Object.values(SEEN_RUNS).toSorted((left, right) =>
  left.release < right.release ? -1 : 1,
);

/** Releases of Kubernetes: how long they are mended, and what the end-to-end test saw on them. */
export function kubernetesSection(): readonly string[] {
  return [
    "## On which Kubernetes",
    "",
    `Days on which support ends: [upstream](${KUBERNETES_SUPPORT_SOURCES.upstream}), [EKS' standard support](${KUBERNETES_SUPPORT_SOURCES.eks}); a dash: not known. \`npm start\` and \`npm run check\` name a cluster whose support has ended or ends within 60 days. Where a chart's project does not test it, the rule [release-pins](rules.md#release-pins) is an error, and a warning where the end-to-end test deployed this version of it.`,
    "",
    "| Kubernetes | upstream | EKS | cluster-autoscaler | end-to-end test |",
    "| --- | --- | --- | --- | --- |",
    ...Object.entries(KUBERNETES_SUPPORT).map(
      ([minor, { upstream, eks = "–" }]) =>
        `| ${minor} | ${upstream} | ${eks} | ${autoscalerImageTag(minor) ?? "–"} | ${SEEN_RUNS[minor]?.release ?? "–"} |`,
    ),
    "",
    "What the end-to-end test saw, by `npm run test:e2e -- --kubernetes MINOR --record` ([testbed](../testbed/README.md)):",
    "",
    "| Kubernetes | phase | day | seen |",
    "| --- | --- | --- | --- |",
    ...RUNS.flatMap(({ release, phases }) =>
      Object.entries(phases).map(
        ([phase, { day, seen }]) =>
          `| ${release} | ${phase} | ${day} | ${seen.replaceAll("|", "\\|")} |`,
      ),
    ),
    "",
    ...RUNS.map(
      ({ release, charts }) =>
        `Charts on ${release}: ${Object.entries(charts)
          .map(
            ([chart, version]) =>
              `${chart} ${version}${isStandIn(chart, version) ? " (a stand-in, as above)" : ""}`,
          )
          .join(", ")}.`,
    ),
  ];
}

/** A chart of this version could only be read: what was deployed under its name says its evidence. */
function isStandIn(chart: string, version: string): boolean {
  const evidence = knownChart(chart)?.evidence ?? [];
  return evidence.some((each) => each.version === version && each.how === "read");
}
