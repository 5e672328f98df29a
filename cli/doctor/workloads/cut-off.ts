import type { LivePod, LiveService } from "../../../inventory/live";
import { describe, type ObjectName } from "../../../inventory/model";
import type { Examination } from "../examination";
import { readyBehind } from "../platform/apis";

/** Whether a Service sends to pods with these labels. */
export function selects(
  { selects: isSelector, selector, namespace }: LiveService,
  pod: {
    readonly namespace: string | undefined;
    readonly labels: Readonly<Record<string, string>>;
  },
): boolean {
  return (
    isSelector &&
    namespace === pod.namespace &&
    Object.entries(selector).every(([key, value]) => pod.labels[key] === value)
  );
}

/** Whether a text names a Service as a host: `redis`, `redis.app`, `redis://redis.app.svc:6379/0`. */
export function namesService(
  text: string,
  { namespace, name }: LiveService,
  from: string,
): boolean {
  const host = text.replace(/^[a-z][a-z0-9+.-]*:\/\/([^/@]*@)?/i, "").split(/[:/?]/)[0] ?? "";
  return host === name
    ? namespace === from
    : host === `${name}.${namespace}` || host.startsWith(`${name}.${namespace}.`);
}

/** Who does without these pods: Services without any other, and what asks for them. */
export function cutOff(
  workload: ObjectName,
  pods: readonly LivePod[],
  examination: Examination,
): string {
  const { live } = examination;
  const dead = live.services.filter(
    (service) =>
      pods.some((pod) => selects(service, pod)) && readyBehind(service, examination) === 0,
  );
  const users = new Set([
    ...examination.inventory.workloads
      .filter(({ pod, ...user }) =>
        dead.some((service) =>
          pod.containers.some(({ env }) =>
            env.some(
              (variable) =>
                variable.kind === "literal" &&
                namesService(variable.value, service, user.namespace),
            ),
          ),
        ),
      )
      .map(describe),
    ...live.scalers
      .filter(({ addresses, namespace }) =>
        dead.some((service) => addresses.some((text) => namesService(text, service, namespace))),
      )
      .map(describe),
  ]);
  users.delete(describe(workload));
  return [
    ...(dead.length === 0
      ? []
      : [`Service ${dead.map(({ name }) => name).join(", ")} has no ready endpoint`]),
    ...(users.size === 0 ? [] : [`cut off: ${[...users].sort().join(", ")}`]),
  ].join("; ");
}
