import type { EnvironmentSpec } from "../../environments/schema";
import { graceChain } from "../../rules/grace-chain";
import { specOf } from "../support/synth";
import { foundIn } from "./manifests";

const APP = 'command: ["python", "-m", "montage_ai.worker"]';
const timeout = (seconds: number) => `env: [{ name: JOB_TIMEOUT, value: "${seconds}" }]`;

/** A worker with a container, and members of its pod's spec, in YAML. */
const worker = (container: string, pod = "", annotations = "") => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: worker, namespace: app }
spec:
  template:
    metadata: { annotations: { ${annotations} } }
    spec: { ${pod} containers: [{ name: worker, ${container} }] }
---`;
const graced = (seconds: number) => `terminationGracePeriodSeconds: ${seconds},`;
const LONG = worker(`${APP}, ${timeout(1800)}`, graced(1950));
const KEPT = worker(
  `${APP}, ${timeout(1800)}`,
  graced(1950),
  'cluster-autoscaler.kubernetes.io/safe-to-evict: "false"',
);

function found(yaml: string, spec?: EnvironmentSpec): readonly string[] {
  const lines = foundIn(graceChain, yaml, spec === undefined ? {} : { spec });
  return lines.map((line) => line.replace("Deployment app/worker: ", ""));
}

describe("grace-chain, the pod's own grace", () => {
  test("accepts the time of a job, its kill, its callbacks and the exit", () => {
    expect(found(LONG)).toEqual([]);
  });

  // The figures of the app's own manifests.
  test("refuses a grace that is shorter than a job", () => {
    expect(found(worker(`${APP}, ${timeout(1800)}`, graced(120)))).toEqual([
      "error has 120 s to end, but a job may take 1800 s (JOB_TIMEOUT): scale-in, rollouts and drains kill jobs | set terminationGracePeriodSeconds: 1950 (app.yaml:1)",
    ]);
    expect(found(worker(`${APP}, ${timeout(300)}`))).toEqual([
      expect.stringContaining("error has 30 s to end, but a job may take 300 s"),
    ]);
  });

  test("warns where the length of a job is the program's default", () => {
    expect(found(worker(APP, graced(120)))).toEqual([
      "warning has 120 s to end, but a job may take 1800 s (the default of montage_ai.worker): scale-in, rollouts and drains kill jobs | set terminationGracePeriodSeconds: 1950 (app.yaml:1)",
    ]);
  });

  test("warns of a margin that RQ needs more of", () => {
    expect(found(worker(`${APP}, ${timeout(1800)}`, graced(1800)))).toEqual([
      "warning has 1800 s to end, which is just a job of 1800 s (JOB_TIMEOUT): RQ needs 150 s more to record how it ended | set terminationGracePeriodSeconds: 1950 (app.yaml:1)",
    ]);
  });

  test("takes the time of preStop out of the grace", () => {
    const hook = (preStop: string) =>
      worker(`${APP}, ${timeout(60)}, lifecycle: { preStop: ${preStop} }`, graced(210));
    expect(found(hook('{ exec: { command: [sh, -c, "sleep 160"] } }'))).toEqual([
      "error has 210 s to end, of which preStop takes 160 s, but a job may take 60 s (JOB_TIMEOUT): scale-in, rollouts and drains kill jobs | set terminationGracePeriodSeconds: 370 (app.yaml:1)",
    ]);
    expect(found(hook("{ sleep: { seconds: 160 } }"))).toHaveLength(1);
    expect(found(hook('{ exec: { command: ["true"] } }'))).toEqual([]);
  });

  test("says nothing where nothing tells how long a job may take, or that it is RQ", () => {
    expect(found(worker("command: [rq, worker]"))).toEqual([]);
    expect(found(worker(`command: ["/app"], ${timeout(1800)}`))).toEqual([]);
    const template = `env: [{ name: JOB_TIMEOUT, value: "\${JOB_TIMEOUT}" }]`;
    expect(found(worker(`command: [rq, worker], ${template}`))).toEqual([]);
  });

  test("takes the length from the environment's data as well", () => {
    const ours = worker("command: [rq, worker]", graced(120)).replace(
      "name: worker, namespace: app",
      "name: montage-ai-worker, namespace: montage-ai",
    );
    expect(found(ours, specOf("staging"))).toEqual([
      expect.stringMatching(
        /^error Deployment montage-ai\/montage-ai-worker: has 120 s to end, but a job may take 1800 s \(applications\[montage-ai\]\.workers\[worker\]\.jobTimeoutSeconds\)/,
      ),
    ]);
  });
});

describe("grace-chain, signals", () => {
  const hook = (command: string) =>
    worker(
      `command: [rq, worker], lifecycle: { preStop: { exec: { command: [sh, -c, '${command}'] } } }`,
    );

  test("refuses a signal in preStop: the kubelet's is then the second", () => {
    expect(found(hook("kill -TERM 1; sleep 5"))).toEqual([
      "error container worker ends its worker before it stops (preStop: kill -TERM 1): the SIGTERM that follows is the second, which kills the job | remove kill -TERM 1 from lifecycle.preStop (app.yaml:1): the kubelet sends SIGTERM by itself, and RQ then finishes its job",
    ]);
  });

  test.each([
    "kill 1",
    "kill -15 1",
    "kill -s SIGTERM 1",
    "kill -INT 1",
    "pkill -f rq",
    "kill -9 1",
  ])("refuses %s", (command) => expect(found(hook(command))).toHaveLength(1));

  test.each(["kill -0 1", "kill -USR1 1", "rq suspend", "echo skilled"])("accepts %s", (command) =>
    expect(found(hook(command))).toEqual([]),
  );

  test("warns of a shell that stays process 1", () => {
    expect(found(worker('command: [sh, -c, "rq worker default"]'))).toEqual([
      'warning container worker starts its worker from a shell, which stays process 1 and passes no SIGTERM on: the job is killed at the end of the grace | write exec before the worker\'s command in "rq worker default" (app.yaml:1), or start it without a shell',
    ]);
    expect(found(worker('command: ["/bin/sh"], args: [-ec, "rq worker default"]'))).toHaveLength(1);
  });

  test.each([
    'command: [sh, -c, "exec rq worker default"]',
    'command: [sh, -c, "migrate && exec rq worker default"]',
    // bash gives its process to the last command.
    'command: [bash, -c, "rq worker default"]',
    "command: [tini, --, rq, worker]",
  ])("accepts %s", (container) => expect(found(worker(container))).toEqual([]));
});

describe("grace-chain, who ends nodes", () => {
  const autoscaler = (args: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: cluster-autoscaler, namespace: kube-system }
spec:
  template:
    spec: { containers: [{ name: ca, image: registry.k8s.io/autoscaling/cluster-autoscaler:v1.35.2, args: [${args}] }] }
`;

  test("accepts a cluster-autoscaler that waits as long, and pods that it leaves alone", () => {
    expect(found(KEPT + autoscaler("--max-graceful-termination-sec=1950"))).toEqual([]);
  });

  test("refuses one that waits its default of 600 s, and warns of pods that it may move", () => {
    expect(found(LONG + autoscaler("--v=4"))).toEqual([
      "error Deployment kube-system/cluster-autoscaler: gives pods 600 s on a node that it removes, but Deployment app/worker needs 1950 s to finish a job (JOB_TIMEOUT: 1800 s) | pass --max-graceful-termination-sec=1950 to container ca",
      'warning takes jobs of up to 1800 s, and Deployment kube-system/cluster-autoscaler may move it in the middle of one to save a node | annotate the pods (spec.template.metadata): cluster-autoscaler.kubernetes.io/safe-to-evict: "false"',
    ]);
    expect(found(KEPT + autoscaler("--v=4"))).toEqual([
      expect.stringMatching(
        /^warning Deployment kube-system\/cluster-autoscaler: gives pods 600 s/,
      ),
    ]);
  });

  test("says nothing of it to workers of short jobs, and where there is none", () => {
    const short = worker(`${APP}, ${timeout(300)}`, graced(450));
    expect(found(short + autoscaler(""))).toEqual([]);
    expect(found(LONG)).toEqual([]);
  });

  test("warns of workers that ask for spot nodes", () => {
    const spot = `${graced(1950)} nodeSelector: { karpenter.sh/capacity-type: spot },`;
    expect(found(worker(`${APP}, ${timeout(1800)}`, spot))).toEqual([
      "warning asks for spot nodes (karpenter.sh/capacity-type), which may go 120 s after a notice, but Deployment app/worker needs 1950 s to finish a job (JOB_TIMEOUT: 1800 s) | remove karpenter.sh/capacity-type from its nodeSelector, or accept by name that jobs are lost",
    ]);
  });

  test("warns of the pools of the data whose nodes go sooner, by the pods that they let in", () => {
    const spec = specOf("production");
    const { cluster } = spec;
    if (cluster.kind !== "eks") throw new Error("production is not EKS");
    const pools = cluster.pools.map((pool) =>
      pool.name === "cpu-worker" ? { ...pool, capacityType: "spot" as const } : pool,
    );
    const onWorkers = (role: string) =>
      worker(
        `${APP}, ${timeout(1800)}`,
        `${graced(1950)} nodeSelector: { node-role.fluxibri.ai/${role}: "true" },`,
      );
    expect(found(onWorkers("cpu-worker"), { ...spec, cluster: { ...cluster, pools } })).toEqual([
      'warning NodePool cpu-worker: is spot, whose nodes go 120 s after a notice, but Deployment app/worker needs 1950 s to finish a job (JOB_TIMEOUT: 1800 s) | set its capacityType to "on-demand", or accept that jobs are lost: accepted: [{ rule: "grace-chain", object: "NodePool cpu-worker", reason: "…" }]',
    ]);
    expect(found(onWorkers("cpu-worker"), spec)).toEqual([
      'warning NodePool cpu-worker: is a managed node group, whose update gives pods 900 s, but Deployment app/worker needs 1950 s to finish a job (JOB_TIMEOUT: 1800 s): it fails, or kills a job when it is forced | update the group while the queue is empty, and say so: accepted: [{ rule: "grace-chain", object: "NodePool cpu-worker", reason: "…" }]',
    ]);
    expect(found(onWorkers("nobody"), spec)).toEqual([]);
  });
});
