import type { KubernetesObject } from "@kubernetes/client-node";

interface Reference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** Objects of a cluster, and what its controllers would do when one is written. */
export class MemoryCluster {
  private readonly objects = new Map<string, KubernetesObject>();
  /** Called after each write, with the object as it is then. */
  controller: (object: KubernetesObject) => void = () => {};
  /** Called before each write; what it throws is what a killed process would leave. */
  beforeWrite: () => void = () => {};

  put(object: KubernetesObject): void {
    this.objects.set(keyOf(referenceOf(object)), structuredClone(object));
  }

  get<T extends KubernetesObject>(kind: string, name: string): T | undefined {
    const found = [...this.objects.values()].find(
      (object) => object.kind === kind && object.metadata?.name === name,
    );
    return found && (structuredClone(found) as T);
  }

  all<T extends KubernetesObject>(kind: string): T[] {
    return [...this.objects.values()]
      .filter((object) => object.kind === kind)
      .map((object) => structuredClone(object) as T);
  }

  delete(kind: string, name: string): void {
    for (const [key, object] of this.objects) {
      if (object.kind === kind && object.metadata?.name === name) this.objects.delete(key);
    }
  }

  write(object: KubernetesObject): void {
    this.beforeWrite();
    this.put(object);
    this.controller(object);
  }
}

/** The cluster that every client talks to. */
export const cluster = { current: new MemoryCluster() };

/** In place of testbed/cluster-client. */
export class ClusterClient {
  readonly core = {
    listNamespacedPod: ({ labelSelector }: { readonly labelSelector: string }) => {
      const wanted = labelSelector.split(",").map((pair) => pair.split("="));
      const items = cluster.current
        .all("Pod")
        .filter(({ metadata }) =>
          wanted.every(([key = "", value]) => metadata?.labels?.[key] === value),
        );
      return Promise.resolve({ items });
    },
    readNamespacedPodLog: () => Promise.reject(new Error("no logs here")),
  };

  create(object: KubernetesObject): Promise<void> {
    return attempt(() => cluster.current.write(object));
  }

  read({ kind, name }: Reference): Promise<KubernetesObject | undefined> {
    return Promise.resolve(cluster.current.get(kind, name));
  }

  list(_apiVersion: string, kind: string): Promise<readonly KubernetesObject[]> {
    return Promise.resolve(cluster.current.all(kind));
  }

  merge({ kind, name }: Reference, change: object): Promise<void> {
    return attempt(() => {
      const found = cluster.current.get(kind, name);
      if (found === undefined) throw new Error(`no ${kind} ${name}`);
      cluster.current.write(merged(found, change) as KubernetesObject);
    });
  }

  /** As the subresource /scale does, which the guard of our workers lets pass. */
  scaleDeployment(_namespace: string, name: string, replicas: number): Promise<void> {
    return this.merge({ apiVersion: "apps/v1", kind: "Deployment", name }, { spec: { replicas } });
  }

  remove({ kind, name }: Reference): Promise<void> {
    return attempt(() => {
      cluster.current.beforeWrite();
      cluster.current.delete(kind, name);
      for (const pod of cluster.current.all("Pod")) {
        if (kind === "Job" && pod.metadata?.labels?.["job-name"] === name) {
          cluster.current.delete("Pod", pod.metadata.name ?? "");
        }
      }
    });
  }
}

async function attempt(action: () => void): Promise<void> {
  await Promise.resolve();
  action();
}

/** RFC 7396: null removes a member. */
function merged(target: unknown, change: unknown): unknown {
  if (typeof change !== "object" || change === null || Array.isArray(change)) return change;
  const result: Record<string, unknown> = { ...(isObject(target) ? target : {}) };
  for (const [key, value] of Object.entries(change)) {
    if (value === null) delete result[key];
    else result[key] = merged(result[key], value);
  }
  return result;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function referenceOf({ apiVersion = "", kind = "", metadata }: KubernetesObject): Reference {
  return { apiVersion, kind, name: metadata?.name ?? "" };
}

function keyOf({ kind, name }: Reference): string {
  return `${kind}/${name}`;
}
