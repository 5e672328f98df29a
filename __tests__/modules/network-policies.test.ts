import { APP, components, namespace, policies, tcp } from "../support/network-policies";

describe("network policies", () => {
  it("deny everything in both directions, for every pod", () => {
    expect(policies()["default-deny"]).toEqual({
      pod_selector: {},
      policy_types: ["Ingress", "Egress"],
    });
  });

  it("let web and workers out where an egress of the data leads, or those that it names", () => {
    const found = policies({
      egresses: [
        { name: "llm", to: { kind: "namespace", namespace: "llama-box-system" }, ports: [4000] },
        {
          name: "farm",
          from: ["worker"],
          to: { kind: "addresses", cidrs: ["10.20.0.0/16", "192.0.2.7/32"] },
          ports: [445, 2049],
        },
        { name: "api", to: { kind: "host", host: "llm.models.example.com" }, ports: [8443] },
      ],
    });
    expect(found["allow-egress-llm"]).toEqual({
      pod_selector: APP,
      policy_types: ["Egress"],
      egress: [
        {
          to: [
            {
              namespace_selector: namespace("llama-box-system"),
              pod_selector: { match_labels: {} },
            },
          ],
          ports: [tcp("4000")],
        },
      ],
    });
    expect(found["allow-egress-farm"]).toMatchObject({
      pod_selector: components("worker"),
      egress: [
        {
          to: [{ ip_block: { cidr: "10.20.0.0/16" } }, { ip_block: { cidr: "192.0.2.7/32" } }],
          ports: [tcp("445"), tcp("2049")],
        },
      ],
    });
    // No policy knows a name: every public address, and none inside.
    expect(found["allow-egress-api"]).toMatchObject({
      egress: [
        {
          to: [{ ip_block: { cidr: "0.0.0.0/0", except: expect.arrayContaining(["10.0.0.0/8"]) } }],
          ports: [tcp("8443")],
        },
      ],
    });
  });

  it("let every pod resolve names", () => {
    expect(policies()["allow-dns"]).toMatchObject({
      pod_selector: {},
      egress: [
        {
          to: [{ namespace_selector: namespace("kube-system") }],
          ports: [{ port: "53", protocol: "UDP" }, tcp("53")],
        },
      ],
    });
  });

  it("open web to everybody only where an Ingress exposes it", () => {
    expect(
      policies({ web: { port: 8080, metrics: true, ingress: true } })["allow-web"],
    ).toMatchObject({
      ingress: [{ ports: [tcp("8080")] }],
    });
    expect(
      JSON.stringify(policies({ web: { port: 8080, metrics: true, ingress: true } })["allow-web"]),
    ).not.toContain("from");
    expect(policies()["allow-web"]).toMatchObject({
      ingress: [{ ports: [tcp("8080")], from: [{ pod_selector: {} }] }],
    });
  });

  it("know nothing of web where there is none", () => {
    const found = policies({ web: undefined });
    expect(Object.keys(found)).toEqual(
      Object.keys(policies()).filter((name) => !name.startsWith("allow-web")),
    );
    expect(JSON.stringify(found)).not.toContain('"web"');
  });

  it("let Prometheus to web only where it serves metrics", () => {
    const web = { port: 8080, metrics: false, ingress: false };
    expect(policies()["allow-web-from-prometheus"]).toBeDefined();
    expect(policies({ web })["allow-web-from-prometheus"]).toBeUndefined();
  });

  it("let senders of other namespaces to the managed Redis, where the data names some", () => {
    expect(policies()["allow-redis-from-senders"]).toBeUndefined();
    const redis = { kind: "managed", senders: ["shop", "mail"] } as const;
    expect(policies({ redis: { ...redis, senders: [...redis.senders] } })).toMatchObject({
      "allow-redis-from-senders": {
        pod_selector: components("redis"),
        ingress: [
          {
            ports: [tcp("6379")],
            from: [
              { namespace_selector: namespace("shop") },
              { namespace_selector: namespace("mail") },
            ],
          },
        ],
      },
    });
  });

  it("let KEDA's operator reach a managed Redis, and only it of its namespace", () => {
    expect(policies()["allow-redis-from-keda"]).toMatchObject({
      pod_selector: components("redis"),
      ingress: [
        {
          ports: [tcp("6379")],
          from: [
            {
              namespace_selector: namespace("keda"),
              pod_selector: { match_labels: { app: "keda-operator" } },
            },
          ],
        },
      ],
    });
  });

  it("open both sides between web, every worker and a managed Redis", () => {
    const all = policies();
    expect(all["allow-app-to-redis"]).toMatchObject({
      pod_selector: APP,
      egress: [{ to: [{ pod_selector: components("redis") }], ports: [tcp("6379")] }],
    });
    expect(all["allow-redis-from-app"]).toMatchObject({
      pod_selector: components("redis"),
      ingress: [{ from: [{ pod_selector: APP }] }],
    });
  });

  it("find an existing Redis by the namespace in its name, and leave its own ingress to its owner", () => {
    const all = policies({
      redis: { kind: "existing", host: "redis.default.svc.cluster.local", port: 6380 },
    });
    expect(all["allow-app-to-redis"]).toMatchObject({
      egress: [{ to: [{ namespace_selector: namespace("default") }], ports: [tcp("6380")] }],
    });
    expect(Object.keys(all).filter((name) => name.startsWith("allow-redis"))).toEqual([]);
  });

  it("reach a Redis outside the cluster by port alone", () => {
    const all = policies({ redis: { kind: "existing", host: "redis.example.com", port: 6379 } });
    expect(all["allow-app-to-redis"]).toMatchObject({
      egress: [{ to: [{ ip_block: { cidr: "0.0.0.0/0" } }], ports: [tcp("6379")] }],
    });
  });

  it("keep cgpu and the app's own Jobs off private networks and the API server", () => {
    const all = policies();
    expect(all["allow-public-https"]).toMatchObject({
      pod_selector: components(
        "web",
        "worker",
        "worker-heavy",
        "cgpu",
        "scene-detection",
        "encoder",
        "distributed-rendering",
      ),
      egress: [
        {
          to: [
            {
              ip_block: {
                cidr: "0.0.0.0/0",
                except: expect.arrayContaining(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]),
              },
            },
          ],
          ports: [tcp("443")],
        },
      ],
    });
    expect(all["allow-kubernetes-api"]).toMatchObject({ pod_selector: APP });
  });

  it("name no operator that is not there", () => {
    const names = Object.keys(
      policies({ kedaNamespace: undefined, prometheusNamespace: undefined }),
    );
    expect(names).not.toContain("allow-redis-from-keda");
    expect(names).not.toContain("allow-web-from-prometheus");
    expect(names).toContain("allow-redis-from-app");
  });

  it("let what reads the queues for the platform reach Redis and the API server, and nothing else", () => {
    const found = policies({ queueReader: "deletion-cost" });
    const reader = JSON.stringify("deletion-cost");
    const named = Object.keys(found).filter((name) => JSON.stringify(found[name]).includes(reader));
    expect(named.sort()).toEqual([
      "allow-app-to-redis",
      "allow-kubernetes-api",
      "allow-redis-from-app",
    ]);
    expect(JSON.stringify(policies())).not.toContain(reader);
  });
});
