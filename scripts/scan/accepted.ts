import type { ScannerName } from "./finding";

/** A finding that is let pass, by name. It must still occur, or the scan fails. */
export interface AcceptedScan {
  readonly scanner: ScannerName;
  readonly check: string;
  /** As the finding has it; every object of that name, in whatever environment. */
  readonly where: RegExp;
  readonly reason: string;
}

const APP = "montage-ai-(web|worker|worker-heavy)";
const OF_APP = new RegExp(
  `^Deployment montage-ai/(${APP}|deletion-cost|image-probe|queue-metrics)$`,
);

/** Findings of scanners that stay, each with its reason. */
export const ACCEPTED_SCANS: readonly AcceptedScan[] = [
  {
    scanner: "zizmor",
    check: "dangerous-triggers",
    where: /^plan\.yml$/,
    reason:
      "workflow_run is what lets main's workflow, with main's code, plan a pull request; it checks out main, takes JSON only, and `__tests__/workflow-triggers.test.ts` holds it to that",
  },
  {
    scanner: "checkov",
    check: "CKV_AWS_184",
    where: /^production-storage .*efs_shared/,
    reason:
      "the file system is encrypted with AWS' key for EFS; a key of one's own is one more thing that can be lost, and protects from nobody who may read the file system",
  },
  {
    scanner: "checkov",
    check: "CKV_AWS_356",
    where: /^production-node-pools .*cluster-autoscaler/,
    reason:
      "the autoscaler's descriptions know no resource; what changes a group is limited to groups with the cluster's tag",
  },
  {
    scanner: "checkov",
    check: "CKV_K8S_8",
    where: /^Deployment montage-ai\/(montage-ai-worker(-heavy)?|deletion-cost|image-probe)$/,
    reason:
      "a worker that renders answers nothing, and a restart kills its job; RQ's heartbeat and the queue metrics tell of one that is stuck. The others are one loop: an error ends it",
  },
  {
    scanner: "checkov",
    check: "CKV_K8S_9",
    where: /^Deployment montage-ai\/montage-ai-worker(-heavy)?$/,
    reason: "no Service sends a worker anything: it takes jobs from Redis",
  },
  {
    scanner: "checkov",
    check: "CKV_K8S_15",
    where: OF_APP,
    reason:
      "a tag is never pushed twice (`npm run mirror`, build-image.ts), and a node that has the image must start pods while the registry is away",
  },
  {
    scanner: "checkov",
    check: "CKV_K8S_35",
    where: new RegExp(`^Deployment montage-ai/${APP}$`),
    reason: "the app reads its password from a variable, and from nothing else",
  },
  {
    scanner: "checkov",
    check: "CKV_K8S_38",
    where: new RegExp(
      `^(Deployment montage-ai/(${APP}|deletion-cost)|CronJob registry/registry-garbage-collection)$`,
    ),
    reason:
      "those that have a token call the API with it, each with a role of its own; what it may do is tested (`deletion-cost-guard` and `registry` on the testbed)",
  },
  {
    scanner: "checkov",
    check: "CKV_K8S_40",
    where:
      /^(Deployment|StatefulSet|CronJob) (montage-ai\/(montage-ai-(web|worker|worker-heavy)|deletion-cost|image-probe|queue-metrics|redis)|registry\/registry-(pull|push|garbage-collection))$/,
    reason:
      "the images have a user of their own (999, 1000), whom the files on shared claims belong to; no node has a person of that number, and no pod shares the node's process or user namespace",
  },
  {
    scanner: "checkov",
    check: "CKV_K8S_43",
    where: OF_APP,
    reason:
      "local and staging may run a tag that was just built; where a digest is asked for, a rule of the project asks for it (docs/rules.md)",
  },
];
