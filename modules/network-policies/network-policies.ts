import {
  NetworkPolicyV1,
  type NetworkPolicyV1Spec,
  type NetworkPolicyV1SpecEgress,
  type NetworkPolicyV1SpecIngress,
  type NetworkPolicyV1SpecIngressFrom,
  type NetworkPolicyV1SpecPodSelector,
} from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { Construct } from "constructs";
import type { EgressSpec, RedisSpec } from "../../environments/schema";
import { standardLabels } from "../labels";
import {
  ALL_PODS,
  ANYWHERE,
  MANAGED_REDIS_PORT,
  egressPeers,
  PROMETHEUS,
  PUBLIC_INTERNET,
  podsIn,
  podsOf,
  redisPeer,
  tcp,
} from "./peers";

/** Components of the Jobs that the app submits itself: they render, but speak neither Redis nor the API. */
const SUBMITTED_JOBS = ["scene-detection", "encoder", "distributed-rendering"] as const;

/** Label that KEDA's chart puts on its operator's pods. */
const KEDA_OPERATOR = { app: "keda-operator" };

export interface NetworkPoliciesProps {
  /** Namespace of the workload. */
  readonly namespace: string;
  /** The queue's Redis. */
  readonly redis: RedisSpec;
  /** Component labels of the queue workers, e.g. `worker`, `worker-heavy`. */
  readonly workers: readonly string[];
  /**
   * Component label of pods of the platform that read the queues and call the API.
   *
   * @default there are none
   */
  readonly queueReader?: string;
  /**
   * Component label and port of pods that tell Prometheus what is in Redis.
   *
   * @default there are none
   */
  readonly queueMetrics?: { readonly component: string; readonly port: number };
  /** Port of the web pods. */
  readonly webPort: number;
  /**
   * Port of the cgpu pods.
   *
   * @default there are none
   */
  readonly cgpuPort?: number;
  /** Ways out that the environment's data names. */
  readonly egresses: readonly EgressSpec[];
  /** Whether an Ingress exposes web: its controller's pods may be in any namespace. */
  readonly ingress: boolean;
  /**
   * Namespace of KEDA's operator, which opens connections to Redis itself.
   *
   * @default KEDA is let nowhere
   */
  readonly kedaNamespace?: string;
  /**
   * Namespace of Prometheus, which scrapes web.
   *
   * @default nothing is scraped
   */
  readonly prometheusNamespace?: string;
}

/** Default deny for a workload's namespace, and one policy for each connection that is needed. */
export class NetworkPolicies extends Construct {
  private readonly app: readonly string[];
  /** Pods that speak the API. */
  private readonly callers: readonly string[];
  /** Pods that speak Redis. */
  private readonly clients: readonly string[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: NetworkPoliciesProps,
  ) {
    super(scope, id);
    this.app = ["web", ...props.workers];
    this.callers = [...this.app, ...(props.queueReader === undefined ? [] : [props.queueReader])];
    const { queueMetrics } = props;
    this.clients = [
      ...this.callers,
      ...(queueMetrics === undefined ? [] : [queueMetrics.component]),
    ];
    this.policy("default-deny", ALL_PODS, { policyTypes: ["Ingress", "Egress"] });
    this.names();
    this.web();
    this.redis();
    if (props.cgpuPort !== undefined) this.cgpu(props.cgpuPort);
    this.outside();
    this.named();
  }

  private names(): void {
    this.allowTo("dns", ALL_PODS, [
      {
        to: [podsIn("kube-system")],
        ports: [{ protocol: "UDP", port: "53" }, ...tcp(53)],
      },
    ]);
  }

  private web(): void {
    const { webPort, ingress, prometheusNamespace } = this.props;
    const ports = tcp(webPort);
    // An ingress controller is in a namespace that differs by cluster, or, as an ALB, in none: no `from`.
    this.allowFrom("web", podsOf(["web"]), [
      ingress ? { ports } : { ports, from: [{ podSelector: ALL_PODS }] },
    ]);
    if (prometheusNamespace !== undefined) {
      const from = [podsIn(prometheusNamespace, PROMETHEUS)];
      this.allowFrom("web-from-prometheus", podsOf(["web"]), [{ ports, from }]);
      this.queueMetrics(from);
    }
  }

  private queueMetrics(prometheus: NetworkPolicyV1SpecIngressFrom[]): void {
    const { queueMetrics } = this.props;
    if (queueMetrics === undefined) return;
    const { component, port } = queueMetrics;
    this.allowFrom(`${component}-from-prometheus`, podsOf([component]), [
      { ports: tcp(port), from: prometheus },
    ]);
  }

  private redis(): void {
    const { redis, kedaNamespace } = this.props;
    this.allowTo("app-to-redis", podsOf(this.clients), [redisPeer(redis)]);
    // An existing Redis is guarded by its own namespace.
    if (redis.kind !== "managed") return;
    const ports = tcp(MANAGED_REDIS_PORT);
    const from = [{ podSelector: podsOf(this.clients) }];
    this.allowFrom("redis-from-app", podsOf(["redis"]), [{ ports, from }]);
    if (kedaNamespace !== undefined) {
      const keda = [podsIn(kedaNamespace, KEDA_OPERATOR)];
      this.allowFrom("redis-from-keda", podsOf(["redis"]), [{ ports, from: keda }]);
    }
  }

  private cgpu(port: number): void {
    const clients = podsOf([...this.app, ...SUBMITTED_JOBS]);
    const ports = tcp(port);
    this.allowTo("app-to-cgpu", clients, [{ ports, to: [{ podSelector: podsOf(["cgpu"]) }] }]);
    this.allowFrom("cgpu-from-app", podsOf(["cgpu"]), [
      { ports, from: [{ podSelector: clients }] },
    ]);
  }

  private outside(): void {
    const cgpu = this.props.cgpuPort === undefined ? [] : ["cgpu"];
    this.allowTo("public-https", podsOf([...this.app, ...cgpu, ...SUBMITTED_JOBS]), [
      { to: [PUBLIC_INTERNET], ports: tcp(443) },
    ]);
    // web and workers submit Jobs. The API server is no pod, so no selector finds it, and its
    // address is the cluster's affair: 443 on EKS, 6443 on k3s.
    const api = [{ to: [ANYWHERE], ports: tcp(443, 6443) }];
    this.allowTo("kubernetes-api", podsOf(this.callers), api);
  }

  private named(): void {
    for (const { name, from = this.app, to, ports } of this.props.egresses) {
      this.allowTo(`egress-${name}`, podsOf(from), [{ to: egressPeers(to), ports: tcp(...ports) }]);
    }
  }

  private allowTo(
    name: string,
    podSelector: NetworkPolicyV1SpecPodSelector,
    egress: NetworkPolicyV1SpecEgress[],
  ): void {
    this.policy(`allow-${name}`, podSelector, { policyTypes: ["Egress"], egress });
  }

  private allowFrom(
    name: string,
    podSelector: NetworkPolicyV1SpecPodSelector,
    ingress: NetworkPolicyV1SpecIngress[],
  ): void {
    this.policy(`allow-${name}`, podSelector, { policyTypes: ["Ingress"], ingress });
  }

  private policy(
    name: string,
    podSelector: NetworkPolicyV1SpecPodSelector,
    spec: Omit<NetworkPolicyV1Spec, "podSelector">,
  ): void {
    new NetworkPolicyV1(this, name, {
      metadata: {
        name,
        namespace: this.props.namespace,
        labels: standardLabels("montage-ai", "network-policy"),
      },
      spec: { ...spec, podSelector },
    });
  }
}
