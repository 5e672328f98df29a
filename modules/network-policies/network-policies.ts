import { Construct } from "constructs";
import { KEDA_OPERATOR } from "../../addons/keda";
import {
  ALL_PODS,
  API_SERVER,
  DNS,
  podsIn,
  PROMETHEUS,
  PUBLIC_INTERNET,
  tcp,
} from "../../addons/kit/network";
import { MANAGED_REDIS_PORT } from "../../environments/facts/managed-redis";
import type { CompanionSpec, EgressSpec, RedisSpec } from "../../environments/schema";
import { applicationLabels } from "../labels";
import { NamespacePolicies } from "./namespace-policies";
import { egressPeers, podsOf, redisPeer } from "./peers";

export interface NetworkPoliciesProps {
  /** Name of the application. */
  readonly application: string;
  /** Namespace of the application. */
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
  /** Components of the Jobs that web and workers submit, which are let out as they are; none: they submit none. */
  readonly submitted: readonly string[];
  /**
   * The web pods' port, whether it serves metrics, and whether an Ingress exposes them: its
   * controller's pods may be in any namespace.
   *
   * @default there are none
   */
  readonly web?: { readonly port: number; readonly metrics: boolean; readonly ingress: boolean };
  /** Servers that web, workers and their Jobs use. */
  readonly services: readonly Pick<CompanionSpec, "component" | "port">[];
  /** Ways out that the environment's data names. */
  readonly egresses: readonly EgressSpec[];
  /**
   * Namespace of KEDA's operator, which opens connections to Redis itself.
   *
   * @default KEDA is let nowhere
   */
  readonly kedaNamespace?: string;
  /**
   * Namespace of Prometheus, which scrapes web and the queue metrics.
   *
   * @default nothing is scraped
   */
  readonly prometheusNamespace?: string;
}

/** Default deny for an application's namespace, and one policy for each connection that is needed. */
export class NetworkPolicies extends Construct {
  private readonly policies: NamespacePolicies;
  private readonly app: readonly string[];
  /** Pods that speak Redis. */
  private readonly clients: readonly string[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: NetworkPoliciesProps,
  ) {
    super(scope, id);
    this.app = [...(props.web === undefined ? [] : ["web"]), ...props.workers];
    const { queueMetrics } = props;
    this.clients = [
      ...this.app,
      ...this.queueReaders(),
      ...(queueMetrics === undefined ? [] : [queueMetrics.component]),
    ];
    this.policies = new NamespacePolicies(this, {
      namespace: props.namespace,
      labels: applicationLabels(props.application, "network-policy"),
    });
    this.policies.deny();
    this.names();
    if (props.web !== undefined) this.web(props.web);
    this.queueMetrics();
    this.redis();
    for (const service of props.services) this.service(service);
    this.outside();
    this.named();
  }

  private names(): void {
    this.policies.allowTo("dns", ALL_PODS, [DNS]);
  }

  private web({ port, metrics, ingress }: NonNullable<NetworkPoliciesProps["web"]>): void {
    const ports = tcp(port);
    // An ingress controller is in a namespace that differs by cluster, or, as an ALB, in none: no `from`.
    this.policies.allowFrom("web", podsOf(["web"]), [
      ingress ? { ports } : { ports, from: [{ podSelector: ALL_PODS }] },
    ]);
    const { prometheusNamespace } = this.props;
    if (metrics && prometheusNamespace !== undefined) {
      const from = [podsIn(prometheusNamespace, PROMETHEUS)];
      this.policies.allowFrom("web-from-prometheus", podsOf(["web"]), [{ ports, from }]);
    }
  }

  private queueMetrics(): void {
    const { queueMetrics, prometheusNamespace } = this.props;
    if (queueMetrics === undefined || prometheusNamespace === undefined) return;
    const { component, port } = queueMetrics;
    this.policies.allowFrom(`${component}-from-prometheus`, podsOf([component]), [
      { ports: tcp(port), from: [podsIn(prometheusNamespace, PROMETHEUS)] },
    ]);
  }

  private redis(): void {
    const { redis, kedaNamespace } = this.props;
    this.policies.allowTo("app-to-redis", podsOf(this.clients), [redisPeer(redis)]);
    // An existing Redis is guarded by its own namespace.
    if (redis.kind !== "managed") return;
    const ports = tcp(MANAGED_REDIS_PORT);
    const from = [{ podSelector: podsOf(this.clients) }];
    this.policies.allowFrom("redis-from-app", podsOf(["redis"]), [{ ports, from }]);
    if (redis.senders !== undefined) {
      const senders = redis.senders.map((namespace) => podsIn(namespace));
      this.policies.allowFrom("redis-from-senders", podsOf(["redis"]), [{ ports, from: senders }]);
    }
    if (kedaNamespace !== undefined) {
      const keda = [podsIn(kedaNamespace, KEDA_OPERATOR)];
      this.policies.allowFrom("redis-from-keda", podsOf(["redis"]), [{ ports, from: keda }]);
    }
  }

  private service({ component, port }: NetworkPoliciesProps["services"][number]): void {
    const clients = podsOf([...this.app, ...this.props.submitted]);
    const ports = tcp(port);
    this.policies.allowTo(`app-to-${component}`, clients, [
      { ports, to: [{ podSelector: podsOf([component]) }] },
    ]);
    this.policies.allowFrom(`${component}-from-app`, podsOf([component]), [
      { ports, from: [{ podSelector: clients }] },
    ]);
  }

  private outside(): void {
    const services = this.props.services.map(({ component }) => component);
    this.policies.allowTo(
      "public-https",
      podsOf([...this.app, ...services, ...this.props.submitted]),
      [{ to: [PUBLIC_INTERNET], ports: tcp(443) }],
    );
    const callers = [...(this.props.submitted.length > 0 ? this.app : []), ...this.queueReaders()];
    if (callers.length > 0) this.policies.allowTo("kubernetes-api", podsOf(callers), [API_SERVER]);
  }

  private queueReaders(): readonly string[] {
    const { queueReader } = this.props;
    return queueReader === undefined ? [] : [queueReader];
  }

  private named(): void {
    for (const { name, from = this.app, to, ports } of this.props.egresses) {
      this.policies.allowTo(`egress-${name}`, podsOf(from), [
        { to: egressPeers(to), ports: tcp(...ports) },
      ]);
    }
  }
}
