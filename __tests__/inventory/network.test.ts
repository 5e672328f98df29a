import { both } from "./alike";

const name = { name: "x", namespace: "ns" };

describe("a typed resource and a manifest are read alike", () => {
  test("Service", () => {
    const [typed, manifest] = both(
      "services",
      "kubernetes_service_v1",
      {
        metadata: name,
        spec: [
          {
            type: "NodePort",
            selector: { app_name: "web" },
            port: [{ name: "http", port: 80, target_port: "8080", node_port: 30500 }],
          },
        ],
      },
      {
        apiVersion: "v1",
        kind: "Service",
        metadata: name,
        spec: {
          type: "NodePort",
          selector: { app_name: "web" },
          ports: [{ name: "http", port: 80, targetPort: 8080, nodePort: 30500 }],
        },
      },
    );
    expect(typed).toEqual(manifest);
    expect(manifest).toMatchObject([
      {
        type: "NodePort",
        selector: { app_name: "web" },
        ports: [{ name: "http", port: 80, targetPort: "8080", nodePort: 30500, protocol: "TCP" }],
      },
    ]);
  });

  test("NetworkPolicy", () => {
    const [typed, manifest] = both(
      "networkPolicies",
      "kubernetes_network_policy_v1",
      {
        metadata: name,
        spec: {
          pod_selector: { match_labels: { app: "redis" } },
          policy_types: ["Ingress", "Egress"],
          ingress: {
            from: [
              {
                namespace_selector: {
                  match_expressions: { key: "team", operator: "In", values: ["a"] },
                },
              },
              { ip_block: { cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] } },
            ],
            ports: { port: "6379", protocol: "TCP" },
          },
          egress: [{ to: [], ports: [{ port: "53", protocol: "UDP" }] }],
        },
      },
      {
        apiVersion: "networking.k8s.io/v1",
        kind: "NetworkPolicy",
        metadata: name,
        spec: {
          podSelector: { matchLabels: { app: "redis" } },
          policyTypes: ["Ingress", "Egress"],
          ingress: [
            {
              from: [
                {
                  namespaceSelector: {
                    matchExpressions: [{ key: "team", operator: "In", values: ["a"] }],
                  },
                },
                { ipBlock: { cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] } },
              ],
              ports: [{ port: 6379 }],
            },
          ],
          egress: [{ ports: [{ port: 53, protocol: "UDP" }] }],
        },
      },
    );
    expect(typed).toEqual(manifest);
    expect(manifest).toMatchObject([
      {
        podSelector: { matchLabels: { app: "redis" }, matchExpressions: [] },
        policyTypes: ["Ingress", "Egress"],
        ingress: [
          {
            peers: [
              {
                kind: "pods",
                namespaceSelector: {
                  matchExpressions: [{ key: "team", operator: "In", values: ["a"] }],
                },
              },
              { kind: "ipBlock", cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] },
            ],
            ports: [{ port: "6379", protocol: "TCP" }],
          },
        ],
        egress: [{ peers: [], ports: [{ port: "53", protocol: "UDP" }] }],
      },
    ]);
  });

  test("Ingress", () => {
    const [typed, manifest] = both(
      "ingresses",
      "kubernetes_ingress_v1",
      {
        metadata: name,
        spec: {
          rule: {
            host: "a",
            http: {
              path: [
                { path: "/", backend: { service: { name: "web", port: { number: 80 } } } },
                { path: "/b", backend: { service: { name: "api", port: { name: "http" } } } },
              ],
            },
          },
        },
      },
      {
        apiVersion: "networking.k8s.io/v1",
        kind: "Ingress",
        metadata: name,
        spec: {
          rules: [
            {
              host: "a",
              http: {
                paths: [
                  { path: "/", backend: { service: { name: "web", port: { number: 80 } } } },
                  { path: "/b", backend: { service: { name: "api", port: { name: "http" } } } },
                ],
              },
            },
          ],
        },
      },
    );
    expect(typed).toEqual(manifest);
    expect(manifest).toMatchObject([
      {
        backends: [
          { service: "web", port: "80" },
          { service: "api", port: "http" },
        ],
      },
    ]);
  });
});
