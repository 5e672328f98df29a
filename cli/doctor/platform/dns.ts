import type { LiveService } from "../../../inventory/live";
import { type Diagnoser, diagnosis, type Examination, kubectl } from "../examination";
import { readyBehind } from "./apis";

/** https://kubernetes.io/docs/tasks/administer-cluster/dns-custom-nameservers/ */
const DNS_LABEL = ["k8s-app", "kube-dns"] as const;

/** The Services by which pods ask the cluster's DNS. */
export function dnsServices({ live }: Pick<Examination, "live">): readonly LiveService[] {
  return live.services.filter(
    ({ namespace, name, labels }) =>
      namespace === "kube-system" && (labels[DNS_LABEL[0]] === DNS_LABEL[1] || name === "kube-dns"),
  );
}

/** The cluster's DNS without a pod that answers. */
export const clusterDns: Diagnoser = (examination) =>
  dnsServices(examination)
    .filter((service) => readyBehind(service, examination) === 0)
    .map((service) =>
      diagnosis(service, {
        id: "dns-down",
        cause:
          "no ready pod is behind the cluster's DNS: workers, web fronts and KEDA find neither Redis nor anything else by name",
        fix: "bring its pods back (CoreDNS): their own finding says what they wait for",
        command: kubectl(
          examination,
          "kube-system",
          ...["get", "pods", "-l", DNS_LABEL.join("="), "-o", "wide"],
        ),
      }),
    );
