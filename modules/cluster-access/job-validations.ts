import type { Validation } from "../admission-policy/admission-policy";
import type { SubmittedJobs } from "./submitted-jobs";

/** Labels of its pods that the app sets; Services and policies select by the components. */
const LABELS = ["app.kubernetes.io/name", "app.kubernetes.io/component"];
/** Labels that the API server itself adds to the template of a Job. */
const ADDED = ["controller-uid", "job-name"];

/**
 * What must hold of a Job of the app's account, in `variables.job`, `template`, `pod` and
 * `containers`: what a Job that renders has no need of is refused.
 */
export function jobValidations(props: SubmittedJobs): readonly Validation[] {
  return [
    labels(props),
    images(props),
    volumes(props),
    variables(),
    account(props),
    pod(),
    hardening(),
  ];
}

function labels({ application, components, labels: more }: SubmittedJobs): Validation {
  const own = "variables.template.metadata.?labels.orValue({})";
  return {
    expression: [
      `${own}[?"app.kubernetes.io/name"].orValue("") == "${application}"`,
      `${own}[?"app.kubernetes.io/component"].orValue("") in ${listOf(components)}`,
      `${own}.all(key, key in ${listOf([...LABELS, ...more, ...ADDED])} || key.startsWith("batch.kubernetes.io/"))`,
      "!variables.job.spec.?manualSelector.orValue(false)",
    ].join(" && "),
    message: `pods of this account's Jobs are ${components.join(", ")} and carry no other label: Services and network policies find pods by labels`,
  };
}

function images({ repositories }: SubmittedJobs): Validation {
  const ours = repositories.flatMap((repository) =>
    [":", "@"].map((end) => `container.image.startsWith("${repository}${end}")`),
  );
  return {
    expression: `variables.containers.all(container, ${ours.join(" || ")})`,
    message: `this account's Jobs run images of ${repositories.join(", ")} only`,
  };
}

function volumes({ claims }: SubmittedJobs): Validation {
  const claim = `volume.?persistentVolumeClaim.claimName.orValue("") in ${listOf(claims)}`;
  return {
    expression: `variables.pod.?volumes.orValue([]).all(volume, has(volume.emptyDir) || (${claim}))`,
    message: `this account's Jobs mount the claims ${claims.join(", ")} and emptyDirs only`,
  };
}

function variables(): Validation {
  return {
    expression:
      "variables.containers.all(container, !has(container.envFrom) && container.?env.orValue([]).all(one, !has(one.valueFrom) || has(one.valueFrom.fieldRef) || has(one.valueFrom.resourceFieldRef)))",
    message: "this account's Jobs read no variable from a Secret or ConfigMap",
  };
}

function account({ pullSecretName }: SubmittedJobs): Validation {
  const named = pullSecretName === undefined ? [] : [pullSecretName];
  return {
    expression: [
      'variables.pod.?serviceAccountName.orValue("") in ["", "default"]',
      'variables.pod.?serviceAccount.orValue("") in ["", "default"]',
      `variables.pod.?imagePullSecrets.orValue([]).all(secret, secret.?name.orValue("") in ${listOf(named)})`,
    ].join(" && "),
    message: `this account's Jobs run as the account default, and pull with ${named[0] ?? "no Secret"}`,
  };
}

function pod(): Validation {
  const absent = [
    "tolerations",
    "nodeName",
    "priorityClassName",
    "runtimeClassName",
    "hostAliases",
  ];
  const off = ["hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace"];
  return {
    expression: [
      ...absent.map((field) => `!has(variables.pod.${field})`),
      ...off.map((field) => `!variables.pod.?${field}.orValue(false)`),
    ].join(" && "),
    message: `this account's Jobs have none of ${[...absent, ...off].join(", ")}`,
  };
}

/** The image's own user is not root, and its Jobs say nothing of security: they get what the runtime gives. */
function hardening(): Validation {
  const own = "container.?securityContext";
  return {
    expression: [
      "variables.pod.?securityContext.runAsUser.orValue(1) != 0",
      "variables.pod.?securityContext.supplementalGroups.orValue([]).size() == 0",
      `variables.containers.all(container, ${[
        `!${own}.privileged.orValue(false)`,
        `!${own}.allowPrivilegeEscalation.orValue(false)`,
        `${own}.runAsUser.orValue(1) != 0`,
        `${own}.capabilities.add.orValue([]).size() == 0`,
        `!has(container.ports)`,
        `!has(container.lifecycle)`,
      ].join(" && ")})`,
    ]
      .map((part) => `(${part})`)
      .join(" && "),
    message: "this account's Jobs ask for no privilege and open no port",
  };
}

function listOf(names: readonly string[]): string {
  return JSON.stringify(names);
}
