import type { SwitchedAddon } from "../../addons/kit/addon";
import { ALL_PODS, API_SERVER } from "../../addons/kit/network";
import { core } from "../../addons/kit/rights";

/** An add-on that no environment has: in a namespace of its own, off where nothing is said. */
export const sampleAddon: SwitchedAddon<"sample"> = {
  kind: "switched",
  name: "sample",
  evidence: [],
  summary: "shows that an object is enough",
  unsaid: "off",
  namespace: { name: "sample-system", enforce: "restricted" },
  after: ["prometheus-operator-crds"],
  needs: { addon: "keda", message: "has nothing to look at while KEDA is off" },
  clusters: ["k3s", "kubeconfig"],
  serves: "is for clusters of machines",
  crds: { groups: ["sample.example.org"], annotations: ["crds", "annotations"] },
  pods: [
    {
      name: "sample",
      kind: "Deployment",
      replicas: "replicas",
      containers: [{ resources: "resources" }],
    },
  ],
  keeps: [{ path: "mode", because: "would do something else" }],
  metricsApis: () => ["v1beta1.custom.metrics.k8s.io"],
  values: ({ highAvailability }, namespace) => ({
    replicas: highAvailability ? 2 : 1,
    mode: `all of ${namespace}`,
    resources: { requests: { cpu: "2", memory: "1Gi" } },
  }),
  network: () => ({ flows: [{ name: "kubernetes-api", pods: ALL_PODS, to: [API_SERVER] }] }),
  rights: () => [
    {
      kind: "writes-in",
      id: "sample-guard",
      policy: "sample",
      account: "sample",
      writes: [core("configmaps")],
      namespaces: ["sample-system"],
    },
  ],
};
