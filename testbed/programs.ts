import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { projectFile } from "../environments/project";
import { cacheFolder } from "../runtime/cache-folder";
import { CommandFailure } from "../runtime/failure";
import { run } from "../runtime/process/run";
import { works } from "../runtime/process/run-sync";
import { type Progress, seconds } from "../runtime/progress";
import { KUBERNETES_RELEASES, type KubernetesMinor } from "./kubernetes-releases";

/** Folder of a Go module that programs are built from. */
type Module = "testbed" | "testbed/kwok" | "testbed/keda" | "testbed/registry" | typeof KUBERNETES;

/** Has a module for each minor release in it. */
const KUBERNETES = "testbed/kubernetes";

interface Program {
  /** Package of the Go module. */
  readonly source: string;
  readonly module: Module;
}

/** What a testbed runs, by the name of the program. */
export const PROGRAMS = {
  pki: { source: "./pki", module: "testbed" },
  etcd: { source: "go.etcd.io/etcd/server/v3", module: KUBERNETES },
  "kube-apiserver": { source: "k8s.io/kubernetes/cmd/kube-apiserver", module: KUBERNETES },
  "kube-controller-manager": {
    source: "k8s.io/kubernetes/cmd/kube-controller-manager",
    module: KUBERNETES,
  },
  "kube-scheduler": { source: "k8s.io/kubernetes/cmd/kube-scheduler", module: KUBERNETES },
  kwok: { source: "sigs.k8s.io/kwok/cmd/kwok", module: "testbed/kwok" },
  "local-path-provisioner": {
    source: "github.com/rancher/local-path-provisioner",
    module: "testbed",
  },
  "keda-operator": { source: "github.com/kedacore/keda/v2/cmd/operator", module: "testbed/keda" },
  "keda-metrics-server": {
    source: "github.com/kedacore/keda/v2/cmd/adapter",
    module: "testbed/keda",
  },
  "keda-webhooks": { source: "github.com/kedacore/keda/v2/cmd/webhooks", module: "testbed/keda" },
  registry: {
    source: "github.com/distribution/distribution/v3/cmd/registry",
    module: "testbed/registry",
  },
} as const satisfies Readonly<Record<string, Program>>;
export type ProgramName = keyof typeof PROGRAMS;

/** What every testbed needs. */
export const CONTROL_PLANE_PROGRAMS = [
  "pki",
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kwok",
  "local-path-provisioner",
] as const satisfies readonly ProgramName[];

/** What scaling for real needs on top. */
export const SCALING_PROGRAMS = [
  "keda-operator",
  "keda-metrics-server",
  "keda-webhooks",
] as const satisfies readonly ProgramName[];

/** Files that decide what a build gives, beside go.mod and go.sum. */
const OWN_SOURCES: Readonly<Partial<Record<Module, readonly string[]>>> = {
  testbed: ["pki/main.go"],
};

/** Finds a built program. */
export type FindProgram = (name: ProgramName) => string;

/**
 * Builds what the cache lacks, from the Go modules that testbed/ pins:
 * minutes the first time, nothing afterwards.
 *
 * @param kubernetes release whose control plane is built
 * @throws CommandFailure when Go is missing or a build fails
 */
export async function ensurePrograms(
  names: readonly ProgramName[],
  kubernetes: KubernetesMinor,
  progress: Progress,
): Promise<FindProgram> {
  const cache = path.join(cacheFolder(), "testbed");
  const find: FindProgram = (name) => programPath(name, kubernetes);
  const missing = names.filter((name) => !existsSync(find(name)));
  if (missing.length === 0) return find;
  requireGo();
  progress(`building ${missing.length} programs into ${cache}, once: minutes on a small machine`);
  for (const [index, name] of missing.entries()) {
    const started = Date.now();
    mkdirSync(path.dirname(find(name)), { recursive: true });
    await build(name, kubernetes, find(name));
    progress(`  ${index + 1}/${missing.length} ${name}, ${seconds(Date.now() - started)}`);
  }
  return find;
}

/** Where a program is in the cache, or would be. */
export function programPath(name: ProgramName, kubernetes: KubernetesMinor): string {
  return path.join(cacheFolder(), "testbed", buildOf(name, kubernetes).key, name);
}

/** How a program is built, and the folder of the cache for all that its module gives: one per state of the module. */
function buildOf(name: ProgramName, kubernetes: KubernetesMinor) {
  const { module }: Program = PROGRAMS[name];
  const folder = module === KUBERNETES ? `${module}/${kubernetes}` : module;
  const flags = linkerFlags(module, kubernetes);
  const hash = createHash("sha256").update(`${process.platform} ${process.arch} ${flags}`);
  for (const file of ["go.mod", "go.sum", ...(OWN_SOURCES[module] ?? [])]) {
    hash.update(readFileSync(projectFile(`${folder}/${file}`)));
  }
  const slug = folder.replaceAll("/", "-").replace(/^testbed-/, "");
  return { folder, flags, key: `${slug}-${hash.digest("hex").slice(0, 16)}` };
}

/**
 * Names are looked up in the file `hosts` of the working folder in place of
 * /etc/hosts: that is how KEDA on the host resolves the names of Services.
 * Charts read the server's version, which the linker sets.
 */
function linkerFlags(module: Module, kubernetes: KubernetesMinor): string {
  const [major, minor] = kubernetes.split(".");
  const version = "k8s.io/component-base/version";
  const ofServer = [
    `-X ${version}.gitVersion=v${KUBERNETES_RELEASES[kubernetes]}`,
    `-X ${version}.gitMajor=${major}`,
    `-X ${version}.gitMinor=${minor}`,
  ];
  return ["-s -w", ...(module === KUBERNETES ? ofServer : []), "-X net.hostsFilePath=hosts"].join(
    " ",
  );
}

/**
 * Looks for the compiler on PATH.
 *
 * @throws CommandFailure saying how to get it
 */
export function requireGo(): void {
  if (!works("go", ["version"])) {
    throw new CommandFailure(
      "the testbed is built from Go modules, and there is no go on PATH",
      "install Go 1.26 or newer (https://go.dev/doc/install), or use a cluster that you have: npm run local -- --context NAME",
    );
  }
}

/** Built beside its place and renamed, so that an interrupted build leaves nothing that looks finished. */
async function build(
  name: ProgramName,
  kubernetes: KubernetesMinor,
  target: string,
): Promise<void> {
  const { source }: Program = PROGRAMS[name];
  const { folder, flags } = buildOf(name, kubernetes);
  const arriving = `${target}.${process.pid}`;
  const built = await run({
    program: "go",
    args: ["build", "-trimpath", "-ldflags", flags, "-o", arriving, source],
    cwd: projectFile(folder),
    env: { CGO_ENABLED: "0" },
  });
  if (built.ok) {
    renameSync(arriving, target);
    return;
  }
  rmSync(arriving, { force: true });
  throw new CommandFailure(
    `${name} (${source}) does not build:\n${built.lastLines(40) || built.summary}`,
    "check that a Go module proxy answers (go env GOPROXY) and that there are some GB of disk (go env GOCACHE), then run this again",
  );
}
