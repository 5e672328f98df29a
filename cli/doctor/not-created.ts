import type { Controller, LiveQuota } from "../../inventory/live";
import { amountOf } from "../../environments/quantity";
import {
  type Diagnoser,
  type Diagnosis,
  diagnosis,
  eventsOf,
  type Examination,
  isSame,
  kubectl,
  oneLine,
  rootOwner,
} from "./examination";

/** Pods that a controller wants and the API server refuses: they are not even Pending. */
export const refusedPods: Diagnoser = (examination) =>
  examination.live.controllers
    .filter((controller) => controller.current < controller.desired || hasFailed(controller))
    .filter(({ kind, deleting }) => kind !== "Deployment" && deleting === undefined)
    .flatMap((controller) => explain(controller, examination) ?? []);

/** Only ReplicaSets say it in their status; of others there are events. */
function hasFailed({ conditions }: Controller): boolean {
  return conditions.some(({ type, status }) => type === "ReplicaFailure" && status === "True");
}

function explain(controller: Controller, examination: Examination): Diagnosis | undefined {
  const failure = controller.conditions.find(
    ({ type, status }) => type === "ReplicaFailure" && status === "True",
  );
  const events = eventsOf(examination, controller, /^FailedCreate$/);
  const said = failure === undefined ? events[0] : `${failure.reason}: ${oneLine(failure.message)}`;
  if (said === undefined) return undefined;
  const owner = rootOwner(examination, controller);
  const short = `${controller.current} of ${controller.desired} pods; ${isSame(owner, controller) ? "" : `${controller.kind} ${controller.name}: `}`;
  const evidence = [said];
  const { namespace } = controller;
  if (/exceeded quota/.test(said)) {
    const quotas = examination.live.quotas.filter((quota) => quota.namespace === namespace);
    return diagnosis(owner, {
      id: "pods-refused-quota",
      cause: `${short}the quota of namespace ${namespace} is used up: ${describeQuotas(said, quotas)}`,
      evidence,
      fix: "raise the quota in the environment's data, or scale something down",
      command: kubectl(examination, namespace, "describe", "resourcequota"),
    });
  }
  if (/PodSecurity/.test(said)) {
    return diagnosis(owner, {
      id: "pods-refused-security",
      cause: `${short}namespace ${namespace} enforces a Pod Security Standard that the pods do not meet`,
      evidence,
      fix: "the message names each setting: correct the pod template (see also the rule pod-hardening)",
      command: kubectl(examination, undefined, "get", "namespace", namespace, "--show-labels"),
    });
  }
  if (
    /(maximum|minimum) .* usage per (Container|Pod)|must specify (limits|requests)|failed quota/.test(
      said,
    )
  ) {
    return diagnosis(owner, {
      id: "pods-refused-limits",
      cause: `${short}a LimitRange or quota of namespace ${namespace} does not allow what they ask for`,
      evidence,
      fix: "ask for what the LimitRange allows, and name what the quota counts",
      command: kubectl(examination, namespace, "describe", "limitrange,resourcequota"),
    });
  }
  const why = refusedBy(said, examination);
  if (why !== undefined) {
    return diagnosis(owner, {
      id: "pods-refused",
      ...why,
      cause: `${short}${why.cause}`,
      evidence,
    });
  }
  const account = /serviceaccount "([^"]+)" not found/.exec(said)?.[1];
  return diagnosis(owner, {
    id: "pods-refused",
    cause:
      account === undefined
        ? `${short}the API server refuses them`
        : `${short}service account ${account} is not in namespace ${namespace}`,
    evidence,
    fix: account === undefined ? "the message names it" : "make the service account",
    command:
      account === undefined
        ? kubectl(
            examination,
            namespace,
            "describe",
            controller.kind.toLowerCase(),
            controller.name,
          )
        : kubectl(examination, namespace, "create", "serviceaccount", account),
  });
}

/** A webhook, a policy, a class: what refuses pods beside quotas and limits. */
function refusedBy(said: string, examination: Examination) {
  const webhook = /failed calling webhook "([^"]+)"/.exec(said)?.[1];
  if (webhook !== undefined) {
    const found = examination.live.webhooks.find((each) => each.webhook === webhook);
    return {
      cause: `admission webhook ${webhook} does not answer, and nothing passes without its answer`,
      fix: "bring its pods back; of a chart that is gone, delete the configuration",
      command: kubectl(
        examination,
        undefined,
        ...[
          "get",
          (found?.kind ?? "ValidatingWebhookConfiguration").toLowerCase(),
          ...(found === undefined ? [] : [found.name]),
        ],
      ),
    };
  }
  const denied = /admission webhook "([^"]+)" denied/.exec(said)?.[1];
  if (denied !== undefined) {
    return {
      cause: `admission webhook ${denied} denies them`,
      fix: "the message says what it wants: correct the pod template",
      command: kubectl(
        examination,
        undefined,
        "get",
        "validatingwebhookconfigurations,mutatingwebhookconfigurations",
      ),
    };
  }
  const policy = /ValidatingAdmissionPolicy '([^']+)'/.exec(said)?.[1];
  if (policy !== undefined) {
    return {
      cause: `ValidatingAdmissionPolicy ${policy} denies them`,
      fix: "the message says what it wants: correct the pod template",
      command: kubectl(examination, undefined, "describe", "validatingadmissionpolicy", policy),
    };
  }
  const priority = /no PriorityClass with name (\S+) was found/.exec(said)?.[1];
  if (priority === undefined) return undefined;
  return {
    cause: `PriorityClass ${priority} is not there`,
    fix: "make the class, or leave priorityClassName out",
    command: kubectl(examination, undefined, "get", "priorityclasses"),
  };
}

/** `requests.cpu 15 of 16 used, asks for 2`, of the resources that the message names. */
function describeQuotas(said: string, quotas: readonly LiveQuota[]): string {
  const asked = /requested: ([^ ]+)/.exec(said)?.[1] ?? "";
  const name = /exceeded quota: ([^,\s]+)/.exec(said)?.[1];
  const quota = quotas.find((each) => each.name === name);
  const parts = asked.split(",").flatMap((entry) => {
    const [resource = "", amount = ""] = entry.split("=");
    const hard = quota?.hard[resource];
    const used = quota?.used[resource];
    if (hard === undefined || used === undefined) return [];
    const number = (text: string) => amountOf(resource, text);
    const isFull = number(used) + number(amount) > number(hard);
    return isFull ? [`${resource}: ${used} of ${hard} used, the pod asks for ${amount}`] : [];
  });
  return parts.join("; ") || `${name ?? "quota"}, see the message`;
}
