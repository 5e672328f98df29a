import { mkdirSync, writeFileSync } from "node:fs";
import https from "node:https";
import path from "node:path";
import { freePorts } from "./addresses";
import {
  componentCommand,
  COMPONENTS,
  type ComponentName,
  type ComponentProps,
  PORT_NAMES,
  type Ports,
} from "./components";
import { CommandFailure } from "../runtime/failure";
import { writeKubeconfig } from "./kubeconfig";
import { describeEnding, type ServerEnding, ManagedProcess } from "./managed-process";
import { PLAN_GROUP } from "../environments/plan-group";
import { makeCertificates } from "./pki";
import type { FindProgram } from "./programs";
import { waitFor } from "./wait";

/** Time for a part to end by itself; the API server would wait for its watches to end. */
const STOP_GRACE_MS = 2_000;
const READY_TIMEOUT_MS = 60_000;

export interface ControlPlaneProps {
  /** Folder of the testbed; it exists and is empty. */
  readonly folder: string;
  readonly find: FindProgram;
  /** For the ClusterIPs of Services. */
  readonly serviceCidr: string;
  /** Called when a part ends by itself. */
  onCrash(ending: ServerEnding): void;
}

/** A real etcd, API server, controller manager and scheduler, with KWOK in place of kubelets. */
export class ControlPlane {
  private readonly running = new Map<ComponentName, ManagedProcess>();

  private constructor(
    private readonly props: ControlPlaneProps,
    private readonly components: ComponentProps,
  ) {}

  /**
   * Starts every part and waits until the API server is ready.
   *
   * @throws CommandFailure with the end of the log of a part that does not come up
   */
  static async start(props: ControlPlaneProps): Promise<ControlPlane> {
    const { folder, find, serviceCidr } = props;
    const ports = await choosePorts();
    writeFiles(folder, find, ports);
    const plane = new ControlPlane(props, { folder, find, ports, serviceCidr });
    try {
      for (const name of COMPONENTS) await plane.startComponent(name);
      return plane;
    } catch (error) {
      await plane.stop();
      throw error;
    }
  }

  /** `https://127.0.0.1:PORT`. */
  get server(): string {
    return serverOf(this.components.ports);
  }

  /** Kubeconfig of an administrator. */
  get kubeconfig(): string {
    return path.join(this.props.folder, "admin.kubeconfig");
  }

  get pids(): readonly number[] {
    return [...this.running.values()].flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
  }

  /** Starts one part, after it was killed for a test. */
  async startComponent(name: ComponentName): Promise<void> {
    const process = new ManagedProcess(componentCommand(name, this.components));
    this.running.set(name, process);
    void process.ended.then((ending) => {
      if (this.running.get(name) === process) this.running.delete(name);
      if (ending.unexpected) this.props.onCrash(ending);
    });
    if (name !== "kube-apiserver") return;
    const ended = process.ended.then((ending) => {
      throw new CommandFailure(
        describeEnding(ending),
        "if a port or a file is in its way, remove that and start the testbed again",
      );
    });
    await Promise.race([this.ready(), ended]);
  }

  /** SIGKILL, for tests of what survives it. */
  async killComponent(name: ComponentName): Promise<void> {
    await this.running.get(name)?.kill();
  }

  /** Stops every part: first those that talk to the API server, then it, then etcd. */
  async stop(): Promise<void> {
    const clients = COMPONENTS.filter((name) => name !== "etcd" && name !== "kube-apiserver");
    for (const group of [clients, ["kube-apiserver"], ["etcd"]] as const) {
      await Promise.all(group.map((name) => this.running.get(name)?.stop(STOP_GRACE_MS)));
    }
  }

  private async ready(): Promise<void> {
    const agent = new https.Agent({ rejectUnauthorized: false });
    await waitFor(
      { what: `the API server at ${this.server}`, timeoutMs: READY_TIMEOUT_MS, intervalMs: 100 },
      () => isReady(`${this.server}/readyz`, agent),
    );
    agent.destroy();
  }
}

function serverOf(ports: Ports): string {
  return `https://127.0.0.1:${ports.apiServer}`;
}

async function choosePorts(): Promise<Ports> {
  const free = await freePorts(PORT_NAMES.length);
  const [etcd = 0, etcdPeer = 0, apiServer = 0, controllerManager = 0, scheduler = 0, kwok = 0] =
    free;
  return { etcd, etcdPeer, apiServer, controllerManager, scheduler, kwok };
}

/** Health is open to anonymous requests, so no identity is needed; undefined: not yet. */
function isReady(url: string, agent: https.Agent): Promise<true | undefined> {
  return new Promise((resolve, reject) => {
    https
      .get(url, { agent }, (response) => {
        response.resume();
        resolve(response.statusCode === 200 ? true : undefined);
      })
      .on("error", reject);
  });
}

function writeFiles(folder: string, find: FindProgram, ports: Ports): void {
  for (const name of ["logs", "local-path"]) mkdirSync(path.join(folder, name));
  const pki = path.join(folder, "pki");
  makeCertificates(find("pki"), pki, [
    { name: "kube-apiserver", commonName: "kube-apiserver", hosts: ["localhost", "127.0.0.1"] },
    { name: "service-account", commonName: "service-account" },
    { name: "admin", commonName: "testbed-admin", organization: "system:masters" },
    { name: "kube-controller-manager", commonName: "system:kube-controller-manager" },
    { name: "kube-scheduler", commonName: "system:kube-scheduler" },
    { name: "plan", commonName: PLAN_GROUP, organization: PLAN_GROUP },
  ]);
  makeCertificates(find("pki"), path.join(folder, "front-proxy"), [
    { name: "client", commonName: "front-proxy-client" },
  ]);
  for (const user of ["admin", "kube-controller-manager", "kube-scheduler", "plan"]) {
    writeKubeconfig(path.join(folder, `${user}.kubeconfig`), {
      server: serverOf(ports),
      ca: path.join(pki, "ca.crt"),
      identity: {
        kind: "certificate",
        certificate: path.join(pki, `${user}.crt`),
        key: path.join(pki, `${user}.key`),
      },
    });
  }
  writeLocalPathConfig(path.join(folder, "local-path"));
}

/** Paths of the simulated nodes: nothing is written there, as no container runs. */
function writeLocalPathConfig(folder: string): void {
  const config = {
    nodePathMap: [
      { node: "DEFAULT_PATH_FOR_NON_LISTED_NODES", paths: ["/var/lib/rancher/k3s/storage"] },
    ],
  };
  const helperPod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "helper-pod" },
    spec: {
      priorityClassName: "system-node-critical",
      containers: [{ name: "helper-pod", image: "busybox:1.37.0" }],
    },
  };
  writeFileSync(path.join(folder, "config.json"), JSON.stringify(config));
  writeFileSync(path.join(folder, "helper-pod.json"), JSON.stringify(helperPod));
}
