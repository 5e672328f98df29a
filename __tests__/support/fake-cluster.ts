import type { KubernetesObject } from "@kubernetes/client-node";

/**
 * A cluster in memory, in place of testbed/cluster-client:
 *
 *     jest.mock("../../runtime/cluster-client", () => jest.requireActual("../support/fake-cluster"));
 *
 * The code under test gets {@link ClusterClient}, the test moves {@link cluster}.
 */
type Event = "add" | "update" | "delete";
type Listener = (object: KubernetesObject) => void;

/** A list that a test fills; listeners hear of it at once. */
class FakeList {
  private readonly objects = new Map<string, KubernetesObject>();
  private readonly listeners: [Event, Listener][] = [];

  on(event: Event, listener: Listener): void {
    this.listeners.push([event, listener]);
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  get(name: string, namespace?: string): KubernetesObject | undefined {
    return this.objects.get(key(name, namespace));
  }

  list(namespace?: string): readonly KubernetesObject[] {
    return [...this.objects.values()].filter(
      ({ metadata }) => namespace === undefined || metadata?.namespace === namespace,
    );
  }

  set<T extends KubernetesObject>(object: T): void {
    const { name = "", namespace } = object.metadata ?? {};
    const event = this.get(name, namespace) === undefined ? "add" : "update";
    this.objects.set(key(name, namespace), object);
    this.tell(event, object);
  }

  delete(name: string, namespace?: string): void {
    const object = this.get(name, namespace);
    this.objects.delete(key(name, namespace));
    if (object !== undefined) this.tell("delete", object);
  }

  clear(): void {
    this.objects.clear();
  }

  private tell(event: Event, object: KubernetesObject): void {
    for (const [wanted, listener] of this.listeners) if (wanted === event) listener(object);
  }
}

function key(name: string, namespace = ""): string {
  return `${namespace}/${name}`;
}

/** What the cluster of this test file holds. */
export const cluster = {
  pods: new FakeList(),
  nodes: new FakeList(),
  services: new FakeList(),
  persistentvolumeclaims: new FakeList(),
  persistentvolumes: new FakeList(),
};

export class ClusterClient {
  readonly core = {
    readNamespacedConfigMap: jest.fn(),
    createNamespacedServiceAccountToken: jest.fn(),
    listSecretForAllNamespaces: jest.fn().mockResolvedValue({ items: [] }),
    deleteNamespacedSecret: jest.fn(),
  };
  readonly merge = jest.fn().mockResolvedValue(undefined);
  readonly mergePodStatus = jest.fn().mockResolvedValue(undefined);

  /** A node that is created is there, and ready, at once. */
  readonly create = jest.fn().mockImplementation((object: KubernetesObject) => {
    if (object.kind === "Node") cluster.nodes.set(object);
    return Promise.resolve();
  });

  readonly remove = jest.fn().mockImplementation(({ name }: { readonly name: string }) => {
    cluster.nodes.delete(name);
    return Promise.resolve();
  });

  follow(path: string): FakeList {
    const found = Object.entries(cluster).find(([plural]) => path.endsWith(`/${plural}`));
    if (found === undefined) throw new Error(`the fake cluster has no ${path}`);
    return found[1];
  }
}

export function statusOf(error: unknown): unknown {
  return error instanceof Object && "code" in error ? error.code : undefined;
}
