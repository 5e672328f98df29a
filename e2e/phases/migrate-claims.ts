import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type {
  KubernetesObject,
  V1Deployment,
  V1PersistentVolumeClaim,
} from "@kubernetes/client-node";
import { runSync } from "../../runtime/process/run-sync";
import { workersOfLocal } from "../../cli/local/burst";
import { chosenApplication } from "../../environments/applications";
import { claimsOf } from "../../cli/migrate-claims/facts";
import { HostedCopies } from "../hosted-copies";
import { type E2e, type Phase, testbedOf } from "../phase";

const PROGRAM = "cli/migrate-claims/index.ts";
const DATA = "environments/local.ts";
const CLASS = "montage-nfs";
const FILES = 40;

/** What a person changes first: where the data shall be. */
const SHARED = [
  [
    `kind: "node-local",
    className: "montage-node-local",
    provisioner: "rancher.io/local-path",`,
    `kind: "nfs",
    className: "${CLASS}",
    server: "nfs.example.com",
    share: "/srv/montage",
    mountOptions: ["nfsvers=4.1"],`,
  ],
  ["nodeLocalVolumes: true", "nodeLocalVolumes: false"],
  [
    "  accepted: [",
    `  accepted: [
    {
      rule: "volume-topology",
      object: "PersistentVolumeClaim registry/registry",
      reason: "the registry stays on the first node",
    },`,
  ],
] as const;

/** The move that staging needed: from one node's disk to storage that all nodes share. */
export const migrateClaims: Phase = {
  name: "migrate-claims",
  title:
    "Claims move from one node's disk to shared storage: copied, interrupted, taken up again, cut over, the old ones kept",
  replaces: SHARED.map(([from]) => [DATA, from]),
  run: async (e2e) => {
    const { client } = testbedOf(e2e);
    const { namespace, deployment } = workersOfLocal();
    const claims = claimsOf(chosenApplication(e2e.spec, undefined), e2e.spec).map(
      ({ name }) => name,
    );
    await e2e.project.deploy();
    const copies = new HostedCopies(client, namespace, path.join(e2e.folder, "volumes"));
    for (const claim of claims) fill(copies.volume(claim));
    askForSharedStorage(e2e);
    for (const { name, size } of claimsOf(chosenApplication(e2e.spec, undefined), e2e.spec))
      await client.create(volume(name, size));
    copies.start();
    try {
      // The class of the old storage goes: refused until that is named.
      const allowed = await e2e.project.allowing(PROGRAM, ["local", "--yes", "--commit"]);
      await interruptedTwice(e2e, copies, allowed);
      await finish(e2e);

      for (const claim of claims) {
        assert.equal(tree(copies.volume(`${claim}-rwx`)), tree(copies.volume(claim)), claim);
      }
      assert.deepEqual(
        await mounted(e2e, deployment),
        claims.map((claim) => `${claim}-rwx`).sort(),
      );
      const found = await client.list<V1PersistentVolumeClaim & KubernetesObject>(
        "v1",
        "PersistentVolumeClaim",
        namespace,
      );
      const modes = Object.fromEntries(
        found.map(({ metadata, spec }) => [metadata?.name ?? "", spec?.accessModes?.join()]),
      );
      for (const claim of claims) {
        assert.equal(modes[claim], "ReadWriteOnce", `${claim} is kept`);
        assert.equal(modes[`${claim}-rwx`], "ReadWriteMany");
      }
      assert.deepEqual(
        e2e.project.plan().filter(({ changes }) => changes.length > 0),
        [],
        "a plan after it",
      );
      const jobs = await client.list("batch/v1", "Job", namespace);
      assert.deepEqual(jobs, [], "Jobs that are left");
    } finally {
      await copies.stop();
    }
    const log = e2e.project.git("log", "--format=%s", "-2").trim().replace("\n", " <- ");
    await e2e.project.destroy();
    e2e.project.restore();
    for (const claim of claims) {
      await client.remove({ apiVersion: "v1", kind: "PersistentVolume", name: `shared-${claim}` });
    }
    return `${claims.length} claims of ${FILES} files each, two kills, ${copies.done.length} passes, same trees; ${log}`;
  },
};

/** kill -9 of the copies while they run, and then of the command itself. */
async function interruptedTwice(
  e2e: E2e,
  copies: HostedCopies,
  allowed: readonly string[],
): Promise<void> {
  const { ended, pid } = command(e2e, "--yes", "--commit", ...allowed);
  const state = { isEnded: false };
  void ended.then(() => (state.isEnded = true));
  while (copies.kill() === 0) {
    if (state.isEnded) throw new Error(`ended before it copied:\n${(await ended).stderr}`);
    await sleep(50);
  }
  while (copies.done.length === 0) {
    if (state.isEnded) throw new Error(`ended before a copy was done:\n${(await ended).stderr}`);
    await sleep(50);
  }
  process.kill(pid, "SIGKILL");
  await ended;
  // The workload goes on writing until it is stopped.
  const [first = ""] = claimsOf(chosenApplication(e2e.spec, undefined), e2e.spec).map(
    ({ name }) => name,
  );
  writeFileSync(path.join(copies.volume(first), "written-meanwhile"), "new");
}

async function finish(e2e: E2e): Promise<void> {
  const { status, stdout, stderr } = await command(e2e, "--yes", "--commit").ended;
  assert.equal(status, 0, stderr);
  assert.match(stdout, /done {2}The workload moves to the new claims/);
  const again = await command(e2e, "--status", "--json").ended;
  const report = JSON.parse(again.stdout) as {
    readonly next?: string;
    readonly kept: readonly object[];
  };
  assert.equal(report.next, undefined, "nothing is left to do");
  assert.equal(
    report.kept.length,
    claimsOf(chosenApplication(e2e.spec, undefined), e2e.spec).length,
    "old claims that are kept",
  );
}

function command({ project }: E2e, ...args: readonly string[]) {
  return project.start(PROGRAM, ["local", ...args]);
}

function askForSharedStorage({ project }: E2e): void {
  for (const [from, to] of SHARED) project.edit(DATA, from, to);
  project.commit("local has shared storage");
}

function fill(folder: string): void {
  for (let index = 0; index < FILES; index += 1) {
    const below = path.join(folder, `folder ${index % 5}`);
    mkdirSync(below, { recursive: true });
    writeFileSync(
      path.join(below, `clip\n${index}.mov`),
      Buffer.alloc(50_000 * (index % 4), index),
    );
  }
}

/** Every file with its checksum; what the copy keeps for itself is left out. */
function tree(folder: string): string {
  const script = "find . -path ./.fluxibri-copy -prune -o -type f -exec sha256sum {} + | sort";
  const ended = runSync({ program: "sh", args: ["-c", script], cwd: folder });
  if (!ended.ok) throw ended.failure(`see ${folder}`);
  return ended.stdout;
}

async function mounted(e2e: E2e, name: string): Promise<readonly string[]> {
  const { namespace } = workersOfLocal();
  const found = await testbedOf(e2e).client.read<V1Deployment & KubernetesObject>({
    apiVersion: "apps/v1",
    kind: "Deployment",
    namespace,
    name,
  });
  assert.notEqual(found?.spec?.replicas, 0, "the workers run again");
  return (found?.spec?.template.spec?.volumes ?? [])
    .flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? [])
    .sort();
}

/** In place of the NFS driver's provisioner: a volume for each successor. */
function volume(claim: string, size: string): KubernetesObject & { readonly spec: object } {
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: `shared-${claim}` },
    spec: {
      accessModes: ["ReadWriteMany"],
      capacity: { storage: size },
      storageClassName: CLASS,
      persistentVolumeReclaimPolicy: "Retain",
      claimRef: {
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        namespace: workersOfLocal().namespace,
        name: `${claim}-rwx`,
      },
      nfs: { server: "nfs.example.com", path: `/srv/montage/${claim}` },
    },
  };
}
