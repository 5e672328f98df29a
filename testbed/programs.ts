import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { projectFile } from "../environments/project";
import { cacheFolder } from "../runtime/cache-folder";
import { CommandFailure } from "../runtime/failure";
import { run } from "../runtime/process/run";
import { works } from "../runtime/process/run-sync";
import { type Progress, seconds } from "../runtime/progress";

/** Release of Kubernetes that testbed/go.mod pins. */
export const KUBERNETES_VERSION = "1.35.4";

interface Program {
  /** Package of the Go module. */
  readonly source: string;
  /**
   * Folder of the module.
   *
   * @default testbed
   */
  readonly module?: string;
}

/** What a testbed runs, by the name of the program. */
export const PROGRAMS = {
  pki: { source: "./pki" },
  etcd: { source: "go.etcd.io/etcd/server/v3" },
  "kube-apiserver": { source: "k8s.io/kubernetes/cmd/kube-apiserver" },
  "kube-controller-manager": { source: "k8s.io/kubernetes/cmd/kube-controller-manager" },
  "kube-scheduler": { source: "k8s.io/kubernetes/cmd/kube-scheduler" },
  kwok: { source: "sigs.k8s.io/kwok/cmd/kwok", module: "testbed/kwok" },
  "local-path-provisioner": { source: "github.com/rancher/local-path-provisioner" },
  "keda-operator": { source: "github.com/kedacore/keda/v2/cmd/operator", module: "testbed/keda" },
  "keda-metrics-server": {
    source: "github.com/kedacore/keda/v2/cmd/adapter",
    module: "testbed/keda",
  },
  "keda-webhooks": { source: "github.com/kedacore/keda/v2/cmd/webhooks", module: "testbed/keda" },
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

const VERSION = "k8s.io/component-base/version";
const [MAJOR, MINOR] = KUBERNETES_VERSION.split(".");

/**
 * Charts read the server's version, which the linker sets. Names are
 * looked up in the file `hosts` of the working folder in place of /etc/hosts:
 * that is how KEDA on the host resolves the names of Services.
 */
const LINKER_FLAGS = [
  "-s -w",
  `-X ${VERSION}.gitVersion=v${KUBERNETES_VERSION}`,
  `-X ${VERSION}.gitMajor=${MAJOR}`,
  `-X ${VERSION}.gitMinor=${MINOR}`,
  "-X net.hostsFilePath=hosts",
].join(" ");

/** Everything that decides what a build gives. */
const SOURCES = [
  "testbed/go.mod",
  "testbed/go.sum",
  "testbed/kwok/go.mod",
  "testbed/kwok/go.sum",
  "testbed/keda/go.mod",
  "testbed/keda/go.sum",
  "testbed/pki/main.go",
];

/** Finds a built program. */
export type FindProgram = (name: ProgramName) => string;

/**
 * Builds what the cache lacks, from the Go modules that testbed/go.mod pins:
 * minutes the first time, nothing afterwards.
 *
 * @throws CommandFailure when Go is missing or a build fails
 */
export async function ensurePrograms(
  names: readonly ProgramName[],
  progress: Progress,
): Promise<FindProgram> {
  const folder = path.join(cacheFolder(), "testbed", fingerprint());
  const find: FindProgram = (name) => path.join(folder, name);
  const missing = names.filter((name) => !existsSync(find(name)));
  if (missing.length === 0) return find;
  requireGo();
  mkdirSync(folder, { recursive: true });
  progress(`building ${missing.length} programs into ${folder}, once: minutes on a small machine`);
  for (const [index, name] of missing.entries()) {
    const started = Date.now();
    await build(name, find(name));
    progress(`  ${index + 1}/${missing.length} ${name}, ${seconds(Date.now() - started)}`);
  }
  return find;
}

function fingerprint(): string {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch} ${LINKER_FLAGS}`);
  for (const file of SOURCES) hash.update(readFileSync(projectFile(file)));
  return hash.digest("hex").slice(0, 16);
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
async function build(name: ProgramName, target: string): Promise<void> {
  const { source, module = "testbed" }: Program = PROGRAMS[name];
  const arriving = `${target}.${process.pid}`;
  const built = await run({
    program: "go",
    args: ["build", "-trimpath", "-ldflags", LINKER_FLAGS, "-o", arriving, source],
    cwd: projectFile(module),
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
