import { setTimeout as sleep } from "node:timers/promises";
import { type AnyObject, BROKEN, deploymentOf, podOf } from "./breakage";
import type { BreakageCase } from "./case";
import { certificate } from "./certificate";

const TWO_DAYS = 2 * 24 * 60;
const DNS = "kube-system";

function webhook(name: string, rest: object): AnyObject {
  return {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingWebhookConfiguration",
    metadata: { name },
    webhooks: [
      {
        name: `${name}.example.com`,
        failurePolicy: "Fail",
        sideEffects: "None",
        admissionReviewVersions: ["v1"],
        timeoutSeconds: 2,
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": BROKEN } },
        rules: [
          { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] },
        ],
        ...rest,
      },
    ],
  };
}

const service = (
  name: string,
  namespace: string,
  labels: Readonly<Record<string, string>> = {},
): AnyObject => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name, namespace, labels: { ...labels } },
  spec: { selector: { app: name }, ports: [{ port: 443 }] },
});

/** Admission and its certificates, and the cluster's DNS. */
export const admissionCases: readonly BreakageCase[] = [
  {
    name: "webhook-keeps-pods-away",
    area: "admission",
    objects: [
      service("absent", BROKEN),
      webhook("doctor-absent", {
        clientConfig: { service: { name: "absent", namespace: BROKEN } },
      }),
      deploymentOf("refused", {}),
    ],
    first: "webhook-without-endpoints",
    object: "ValidatingWebhookConfiguration doctor-absent",
  },
  {
    name: "policy-denies",
    area: "admission",
    objects: [
      {
        apiVersion: "admissionregistration.k8s.io/v1",
        kind: "ValidatingAdmissionPolicy",
        metadata: { name: "doctor-denies" },
        spec: {
          matchConstraints: {
            namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": BROKEN } },
            resourceRules: [
              { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] },
            ],
          },
          validations: [{ expression: "false", message: "nothing may run here" }],
        },
      },
      {
        apiVersion: "admissionregistration.k8s.io/v1",
        kind: "ValidatingAdmissionPolicyBinding",
        metadata: { name: "doctor-denies" },
        spec: { policyName: "doctor-denies", validationActions: ["Deny"] },
      },
    ],
    inject: async ({ client }) => {
      // A policy is in force a moment after it is made: pods are asked for until one is refused.
      await sleep(3_000);
      await client.create(deploymentOf("denied", {}));
    },
    heal: ({ client }) =>
      client.remove(
        { apiVersion: "apps/v1", kind: "Deployment", name: "denied", namespace: BROKEN },
        "Background",
      ),
    first: "pods-refused",
    object: `Deployment ${BROKEN}/denied`,
    cause: /ValidatingAdmissionPolicy doctor-denies/,
  },
  {
    name: "priority-class-gone",
    area: "admission",
    objects: [deploymentOf("unranked", { priorityClassName: "doctor-gone" })],
    first: "pods-refused",
    object: `Deployment ${BROKEN}/unranked`,
    cause: /PriorityClass doctor-gone is not there/,
  },
];

/** Certificates that end, and the cluster's DNS. */
export const certificateCases = (): readonly BreakageCase[] => [
  {
    name: "webhook-authority-ended",
    area: "certificates",
    objects: [
      webhook("doctor-ended", {
        failurePolicy: "Ignore",
        rules: [
          {
            apiGroups: ["doctor.fluxibri.ai"],
            apiVersions: ["v1"],
            operations: ["CREATE"],
            resources: ["nothings"],
          },
        ],
        clientConfig: { url: "https://127.0.0.1:9/", caBundle: certificate(1) },
      }),
    ],
    minutesLater: TWO_DAYS,
    first: "certificate-expired",
    object: "ValidatingWebhookConfiguration doctor-ended",
  },
  {
    name: "server-certificate-ended",
    area: "certificates",
    objects: [
      {
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name: "ended", namespace: BROKEN },
        type: "Opaque",
        data: { "tls.crt": certificate(1) },
      },
    ],
    minutesLater: TWO_DAYS,
    first: "certificate-expired",
    object: `Secret ${BROKEN}/ended`,
  },
  {
    name: "certificate-ends-soon",
    area: "certificates",
    objects: [
      {
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name: "ends", namespace: BROKEN },
        type: "Opaque",
        data: { "tls.crt": certificate(3) },
      },
    ],
    first: "certificate-expired",
    object: `Secret ${BROKEN}/ends`,
    warning: true,
  },
  {
    name: "dns-without-pods",
    area: "dns",
    objects: [service("kube-dns", DNS, { "k8s-app": "kube-dns" })],
    first: "dns-down",
    object: `Service ${DNS}/kube-dns`,
  },
  {
    name: "dns-crashes",
    area: "dns",
    written: "the status of CoreDNS' container",
    objects: [
      service("kube-dns", DNS, { "k8s-app": "kube-dns" }),
      {
        ...podOf("coredns", {}),
        metadata: { name: "coredns", namespace: DNS, labels: { app: "kube-dns" } },
      },
    ],
    inject: async ({ client }) => {
      await sleep(2_000);
      const pod = await client.core.readNamespacedPod({ namespace: DNS, name: "coredns" });
      await client.mergePodStatus(DNS, "coredns", {
        conditions: (pod.status?.conditions ?? []).map(({ type }) => ({
          type,
          status: /Ready/.test(type) ? "False" : "True",
        })),
        containerStatuses: [
          {
            name: "a",
            image: "",
            imageID: "",
            ready: false,
            restartCount: 9,
            state: { waiting: { reason: "CrashLoopBackOff", message: "back-off 5m0s" } },
            lastState: {
              terminated: {
                reason: "Error",
                exitCode: 1,
                message: 'plugin/loop: Loop (127.0.0.1:55953 -> :53) detected for zone "."',
              },
            },
          },
        ],
      });
    },
    first: "container-crash-loop",
    object: `Pod ${DNS}/coredns`,
  },
];
