import { type Diagnoser, diagnosis, isSame, kubectl, SETTLING_MS } from "../examination";
import { readyBehind } from "../platform/apis";
import { dnsServices } from "../platform/dns";
import { registryNodePorts } from "../platform/registry";
import { selects } from "./cut-off";

/** Services that send to nothing; those of webhooks, APIs and registries have findings of their own. */
export const deadServices: Diagnoser = (examination) => {
  const { live, inventory, now, unreadKinds } = examination;
  const told = [
    ...registryNodePorts(examination),
    ...dnsServices(examination),
    ...live.apiServices.flatMap(({ service }) => service ?? []),
    ...live.webhooks.flatMap(({ service }) => service ?? []),
  ];
  if (unreadKinds.has("Pod")) return [];
  return live.services
    .filter(({ deleting, created }) => deleting === undefined && now - (created ?? 0) > SETTLING_MS)
    .filter((service) => readyBehind(service, examination) === 0)
    .filter((service) => !told.some((each) => isSame({ ...each, kind: "Service" }, service)))
    .flatMap((service) => {
      const pods = live.pods.filter((pod) => selects(service, pod));
      const makers = inventory.workloads.filter(({ namespace, pod }) =>
        selects(service, { namespace, labels: pod.labels }),
      );
      // Its pods were taken away on purpose, or run to an end.
      const idle = makers.every(({ replicas, kind }) => replicas === 0 || /Job$/.test(kind));
      if (pods.length === 0 && makers.length > 0 && idle) return [];
      const labels = Object.entries(service.selector)
        .map(([key, value]) => `${key}=${value}`)
        .join(",");
      const cause =
        pods.length > 0
          ? `none of its ${pods.length} pods is ready`
          : makers.length > 0
            ? `${makers.map(({ kind, name }) => `${kind} ${name}`).join(", ")} has no pods`
            : `nothing makes pods with the labels that it selects: ${labels}`;
      return [
        diagnosis(service, {
          id: "service-without-endpoints",
          cause: `whoever asks it gets no answer: ${cause}`,
          fix:
            makers.length === 0
              ? "correct its selector, or the labels of the pods that it is for"
              : "bring its pods back: their own finding says what they wait for",
          command: kubectl(
            examination,
            service.namespace,
            ...["get", "pods", "-l", labels, "-o", "wide"],
          ),
        }),
      ];
    });
};
