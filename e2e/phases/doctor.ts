import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse, stringify } from "yaml";
import { z } from "zod";
import type { ClusterClient } from "../../runtime/cluster-client";
import { nodeName } from "../../testbed/nodes";
import { waitFor } from "../../testbed/wait";
import { BROKEN, type Breakage, goes, namespaceOf } from "../breakages/breakage";
import { containerBreakages } from "../breakages/containers";
import { platformBreakages } from "../breakages/platform";
import { podBreakages } from "../breakages/pods";
import { SIMULATED, withoutAging } from "../breakages/simulated";
import { type DoctorReport, doctorReport, runJson } from "../commands";
import { type E2e, type Phase, testbedOf } from "../phase";

/** A pod or claim is given a minute before it is a finding. */
const TIMEOUT_MS = 180_000;
const INTERVAL_MS = 5_000;
const GONE_MS = 60_000;

export const doctor: Phase = {
  name: "doctor",
  title: "The doctor names everything that is broken on purpose, and nothing else",
  run: async (e2e) => {
    const { client } = testbedOf(e2e);
    await waitFor(
      { what: "what is only simulated to be named", timeoutMs: GONE_MS, intervalMs: INTERVAL_MS },
      async () => {
        assert.deepEqual(
          withoutAging(errorsOf(await examine(e2e))).toSorted(),
          SIMULATED.toSorted(),
        );
        return true;
      },
    );
    const [pool] = e2e.pools;
    if (pool === undefined) throw new Error("the phase needs a pool");
    const breakages = [
      ...podBreakages(nodeName(pool, 1)),
      ...containerBreakages,
      ...platformBreakages,
    ];
    await client.create(namespaceOf(BROKEN));
    for (const breakage of breakages) await doBreak(client, breakage);
    const kinds = new Set(breakages.map(({ id }) => id));
    const waited = await waitFor(
      { what: "the doctor to name each of them", timeoutMs: TIMEOUT_MS, intervalMs: INTERVAL_MS },
      async () => {
        const report = await examine(e2e);
        const missed = breakages.filter((breakage) => !isNamed(breakage, report));
        if (missed.length > 0) throw new Error(missed.map(describe).join("; "));
        return report;
      },
    );
    const unread = await withoutRights(e2e);
    await mend(client, breakages);
    await waitFor(
      { what: "the doctor to find no more", timeoutMs: TIMEOUT_MS, intervalMs: INTERVAL_MS },
      async () => {
        const left = withoutAging(errorsOf(await examine(e2e))).filter(
          (error) => !SIMULATED.includes(error),
        );
        if (left.length > 0) throw new Error(left.join("; "));
        return true;
      },
    );
    return `${breakages.length} breakages of ${kinds.size} kinds named among ${errorsOf(waited).length} errors, none left when mended; a viewer's report names ${unread} kinds that were not read`;
  },
};

async function examine(e2e: E2e): Promise<DoctorReport> {
  const { status, report } = await runJson(e2e, "doctor", ["local"], doctorReport);
  assert.equal(status, errorsOf(report).length === 0 ? 0 : 1, "exit status");
  return report;
}

function errorsOf({ diagnoses }: DoctorReport): string[] {
  return diagnoses
    .filter(({ severity }) => severity === "error")
    .map(({ id, object }) => `${id} ${object}`);
}

async function doBreak(client: ClusterClient, { objects, then }: Breakage): Promise<void> {
  for (const object of objects) {
    // A namespace has its service account a moment later, and refuses pods until then.
    await waitFor({ what: `${object.kind} to be accepted`, timeoutMs: GONE_MS }, async () => {
      await client.create(object);
      return true;
    });
  }
  await then?.(client);
}

function isNamed({ id, object, cause }: Breakage, { diagnoses }: DoctorReport): boolean {
  return diagnoses.some(
    (found) => found.id === id && found.object.startsWith(object) && cause.test(found.cause),
  );
}

function describe({ id, object, cause }: Breakage): string {
  return `${id} ${object} ${String(cause)}`;
}

/** A user with view rights sees what was not read, and still gets the rest. */
async function withoutRights(e2e: E2e): Promise<number> {
  const { client, kubeconfig } = testbedOf(e2e);
  const binding = {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    name: "doctor-viewer",
  };
  await client.create({
    apiVersion: binding.apiVersion,
    kind: binding.kind,
    metadata: { name: binding.name },
    ...{
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "viewer" }],
    },
  });
  const file = path.join(e2e.folder, "viewer.kubeconfig");
  const config = z
    .looseObject({ users: z.array(z.looseObject({ user: z.looseObject({}) })) })
    .parse(parse(readFileSync(kubeconfig, "utf8")));
  const users = config.users.map((user) => ({ ...user, user: { ...user.user, as: "viewer" } }));
  writeFileSync(file, stringify({ ...config, users }));
  const { report } = await runJson(e2e, "doctor", [], doctorReport, file);
  await client.remove(binding);
  for (const kind of ["Secret", "Node"]) {
    assert.ok(
      report.unread.some((line) => line.startsWith(`${kind} objects could not be read`)),
      `that ${kind} objects were not read`,
    );
  }
  assert.ok(
    report.diagnoses.some(({ id }) => id === "image-unauthorized"),
    "what a viewer may see is still diagnosed",
  );
  return report.unread.length;
}

/** The last first: claims go after the pods that mount them. The namespaces stay (removeBrokenNamespaces). */
async function mend(client: ClusterClient, breakages: readonly Breakage[]): Promise<void> {
  for (const { undo } of breakages) await undo?.(client);
  const objects = breakages.flatMap((breakage) => breakage.objects).reverse();
  for (const { apiVersion = "", kind = "", metadata } of objects) {
    if (kind === "Namespace") continue;
    const { name = "", namespace } = metadata ?? {};
    await goes(client, { apiVersion, kind, name, ...(namespace && { namespace }) });
  }
}
