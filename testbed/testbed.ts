import { existsSync, mkdirSync, rmSync } from "node:fs";
import type { NodeContract } from "../environments/nodes/node-contract";
import { type ServiceRange, takeServiceRange } from "./addresses";
import { ClusterClient } from "../runtime/cluster-client";
import { LOCAL_PATH_NAMESPACE, type ComponentName } from "./components";
import { ControlPlane } from "./control-plane";
import { CommandFailure } from "../runtime/failure";
import { ensureCelery, hostedCeleryWorker } from "./hosted/celery-worker";
import { hostedDeletionCost } from "./hosted/deletion-cost";
import { HostedPods } from "./hosted/hosted-pods";
import { hostedKeda } from "./hosted/keda";
import { KedaRoutes } from "./hosted/keda-routes";
import { ensurePython } from "./hosted/python";
import { hostedQueueJob, hostedQueueWorker } from "./hosted/queue-worker";
import { hostedRedis, requireRedis } from "./hosted/redis";
import { describeEnding } from "./managed-process";
import { NodeAutoscaler } from "./node-autoscaler";
import { KUBERNETES_RELEASES, type KubernetesMinor } from "./kubernetes-releases";
import { CONTROL_PLANE_PROGRAMS, ensurePrograms, SCALING_PROGRAMS } from "./programs";
import type { Progress } from "../runtime/progress";
import { ServiceNames } from "./service-names";
import { waitFor } from "./wait";

export interface TestbedProps {
  /** Folder for everything but the cache; it must not exist, and is removed at the end. */
  readonly folder: string;
  /** Nodes, which are there at their minimum and come up to their maximum. */
  readonly pools: readonly NodeContract[];
  readonly kubernetes: KubernetesMinor;
  /** Redis, RQ workers and KEDA run as processes of this machine. */
  readonly scaling: boolean;
  /** Called with what happens: builds, crashes, nodes that come and go. */
  readonly say: Progress;
}

/** Parts beside the control plane, in the order they are started. */
interface Part {
  start(): void | Promise<void>;
  stop(): Promise<void>;
}

const SETTLE_TIMEOUT_MS = 30_000;

/** A Kubernetes cluster on this machine: real control plane, simulated nodes, chosen pods real. */
export class Testbed {
  private constructor(
    private readonly props: TestbedProps,
    private readonly range: ServiceRange,
    private readonly controlPlane: ControlPlane,
    readonly client: ClusterClient,
    readonly nodeAutoscaler: NodeAutoscaler,
    readonly hosted: HostedPods,
    private readonly parts: readonly Part[],
    /** Interpreter that has rq; undefined without scaling. */
    readonly python: string | undefined,
    private readonly listeners: Progress[],
  ) {}

  /**
   * Builds what is missing, starts everything and waits until the nodes are ready.
   *
   * @throws CommandFailure naming what is missing or did not come up, with the remedy
   */
  static async start(props: TestbedProps): Promise<Testbed> {
    const { folder, scaling, kubernetes } = props;
    const listeners: Progress[] = [props.say];
    const say: Progress = (line) => listeners.forEach((listener) => listener(line));
    if (existsSync(folder)) {
      throw new CommandFailure(
        `${folder} exists: a testbed is up, or one was not taken down`,
        "npm run local -- down (with the --name it was started with)",
      );
    }
    if (scaling) requireRedis();
    const python = scaling ? await ensurePython(say) : undefined;
    const find = await ensurePrograms(
      [...CONTROL_PLANE_PROGRAMS, ...(scaling ? SCALING_PROGRAMS : [])],
      kubernetes,
      say,
    );
    const range = await takeServiceRange();
    mkdirSync(folder, { recursive: true });
    try {
      const controlPlane = await ControlPlane.start({
        folder,
        find,
        serviceCidr: range.cidr,
        onCrash: (ending) => say(describeEnding(ending)),
      });
      const client = new ClusterClient(controlPlane.kubeconfig, undefined, "testbed");
      const names = new ServiceNames(client, folder);
      const nodeAutoscaler = new NodeAutoscaler(
        client,
        props.pools,
        KUBERNETES_RELEASES[kubernetes],
        say,
      );
      const routes = new KedaRoutes(client, folder);
      const programs =
        python === undefined
          ? []
          : [
              ...hostedKeda({ folder, server: controlPlane.server, client, names, find, routes }),
              hostedRedis(folder, names),
              hostedCeleryWorker(client, names, say),
              hostedQueueWorker(python, client, names),
              hostedQueueJob(python, client, names),
              hostedDeletionCost({
                ...{ folder, server: controlPlane.server, python, client, names },
                celery: () => ensureCelery(say),
              }),
            ];
      const hosted = new HostedPods(client, folder, programs, say);
      const parts: readonly Part[] = [nodeAutoscaler, names, routes, hosted];
      const testbed = new Testbed(
        props,
        range,
        controlPlane,
        client,
        nodeAutoscaler,
        hosted,
        parts,
        python,
        listeners,
      );
      await testbed.begin();
      return testbed;
    } catch (error) {
      await range.release();
      throw error;
    }
  }

  /** Kubeconfig of an administrator, with the context `testbed`. */
  get kubeconfig(): string {
    return this.controlPlane.kubeconfig;
  }

  /** Release of its Kubernetes, e.g. `1.35.4`. */
  get release(): string {
    return KUBERNETES_RELEASES[this.props.kubernetes];
  }

  /** `https://127.0.0.1:PORT`. */
  get server(): string {
    return this.controlPlane.server;
  }

  /** Every process that belongs to the testbed. */
  get pids(): readonly number[] {
    return [...this.controlPlane.pids, ...this.hosted.pids];
  }

  /** Tells a further listener what happens from now on. */
  onEvent(listener: Progress): void {
    this.listeners.push(listener);
  }

  /** SIGKILL for a part of the control plane, for tests of what survives it. */
  async kill(component: ComponentName): Promise<void> {
    await this.controlPlane.killComponent(component);
  }

  /** Starts a part that was killed. */
  async restart(component: ComponentName): Promise<void> {
    await this.controlPlane.startComponent(component);
  }

  /** Stops every process and removes the folder. */
  async stop(): Promise<void> {
    await this.stopProcesses();
    await this.range.release();
    rmSync(this.props.folder, { recursive: true, force: true });
  }

  private async begin(): Promise<void> {
    try {
      await this.settle();
      for (const part of this.parts) await part.start();
      await this.nodeAutoscaler.ready(SETTLE_TIMEOUT_MS);
    } catch (error) {
      // Parts that have started go round and round: the holder would never end.
      await this.stopProcesses();
      throw error;
    }
  }

  private async stopProcesses(): Promise<void> {
    for (const part of [...this.parts].reverse()) await part.stop();
    await this.controlPlane.stop();
  }

  /** Pods are refused until the controller manager has made a namespace's service account. */
  private async settle(): Promise<void> {
    await this.client.create({
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: LOCAL_PATH_NAMESPACE },
    });
    await waitFor(
      { what: "service accounts in the first namespaces", timeoutMs: SETTLE_TIMEOUT_MS },
      async () => {
        const accounts = await this.client.core.listServiceAccountForAllNamespaces();
        const namespaces = accounts.items
          .filter(({ metadata }) => metadata?.name === "default")
          .map(({ metadata }) => metadata?.namespace);
        return ["default", LOCAL_PATH_NAMESPACE].every((name) => namespaces.includes(name))
          ? true
          : undefined;
      },
    );
  }
}
