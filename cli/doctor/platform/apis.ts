import { groupBy } from "../../../inventory/group-by";
import type { ObjectName } from "../../../inventory/model";
import {
  describeCondition,
  type Diagnoser,
  diagnosis,
  type Examination,
  kubectl,
} from "../examination";

/** APIs that the API server hands on to a server that does not answer. */
export const aggregatedApis: Diagnoser = (examination) =>
  examination.live.apiServices.flatMap((api) => {
    const available = api.conditions.find(({ type }) => type === "Available");
    if (api.service === undefined || available === undefined || available.status === "True") {
      return [];
    }
    const { namespace, name } = api.service;
    return [
      diagnosis(api, {
        id: "api-unavailable",
        cause: `its owner, Service ${namespace ?? ""}/${name}, does not answer${describeEndpoints(api.service, examination)}: ${consequence(api.name)}`,
        evidence: [describeCondition(available)],
        fix: "bring the pods behind the Service back; an API that no release has is a leftover: delete it",
        command: kubectl(examination, namespace, "get", "pods,endpointslices"),
      }),
    ];
  });

function consequence(api: string): string {
  if (api.endsWith(".external.metrics.k8s.io")) return "ScaledObjects do not scale";
  if (api.endsWith(".metrics.k8s.io")) return "HPAs that read it do not scale";
  return "its kinds cannot be read, and namespaces cannot be deleted";
}

/** Admission webhooks without a pod behind them. */
export const admissionWebhooks: Diagnoser = (examination) => {
  const { webhooks } = examination.live;
  const byConfiguration = groupBy(webhooks, ({ kind, name }) => `${kind} ${name}`);
  return [...byConfiguration.values()].flatMap((group) => {
    const dead = group.find(
      ({ service }) => service !== undefined && readyBehind(service, examination) === 0,
    );
    if (dead?.service === undefined) return [];
    const { namespace, name } = dead.service;
    const blocking = group.some(({ failurePolicy }) => failurePolicy === "Fail");
    return [
      diagnosis(dead, {
        id: "webhook-without-endpoints",
        cause: `no pod answers behind Service ${namespace ?? ""}/${name}${describeEndpoints(dead.service, examination)}: ${blocking ? "what it checks cannot be created or changed" : "what it checks passes unchecked (failurePolicy Ignore)"}`,
        fix: "bring its pods back; of a chart that is gone, delete the configuration",
        command: kubectl(examination, namespace, "get", "pods,endpointslices"),
      }),
    ];
  });
};

/**
 * Addresses that are ready behind a Service; undefined: that is not known, or
 * not for slices to say, because it selects no pods.
 */
export function readyBehind(service: ObjectName, examination: Examination): number | undefined {
  const { live, unreadKinds } = examination;
  if (unreadKinds.has("Service") || unreadKinds.has("EndpointSlice")) return undefined;
  const { namespace, name } = service;
  const found = live.services.find((each) => each.namespace === namespace && each.name === name);
  if (found === undefined) return 0;
  if (!found.selects) return undefined;
  return live.endpoints
    .filter((each) => each.namespace === namespace && each.service === name)
    .reduce((sum, { ready }) => sum + ready, 0);
}

function describeEndpoints(service: ObjectName, examination: Examination): string {
  const { namespace, name } = service;
  const { live } = examination;
  const exists = live.services.some((each) => each.namespace === namespace && each.name === name);
  if (!exists) return examination.unreadKinds.has("Service") ? "" : " (it is not there)";
  const ready = readyBehind(service, examination);
  return ready === 0 ? " (no ready pod is behind it)" : "";
}
