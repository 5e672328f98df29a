import { environmentName } from "../../environments";
import type { ClaimFacts, Facts, ClaimInCluster } from "../../cli/migrate-claims/facts";
import type { CopyResult, Pass } from "../../cli/migrate-claims/journal";

export function liveClaim(name: string, changes: Partial<ClaimInCluster> = {}): ClaimInCluster {
  return {
    name,
    uid: `uid-of-${name}`,
    phase: "Bound",
    accessModes: ["ReadWriteOnce"],
    className: "local-path",
    volume: `pv-of-${name}`,
    ...changes,
  };
}

export function successorOf(name: string): ClaimInCluster {
  return liveClaim(`${name}-rwx`, { accessModes: ["ReadWriteMany"], className: "montage-nfs" });
}

export function copyResult(pass: Pass, at: string): CopyResult {
  const fingerprint = pass === "final" ? "ab".repeat(32) : "";
  const counts = { files: 3, copied: 2, bytes: 5_000_000, changed: 0, removed: 1, skipped: 0 };
  return { pass, ...counts, failed: 0, fingerprint, at };
}

/** A claim on one node's disk that nobody has moved yet. */
export function claimFacts(name: string, changes: Partial<ClaimFacts> = {}): ClaimFacts {
  return {
    spec: { name, size: "1Gi", mountPath: `/data/${name}`, accessMode: "ReadWriteMany" },
    move: undefined,
    old: liveClaim(name),
    successor: undefined,
    copies: {},
    users: [{ name: "worker-1", node: "node-a" }],
    successorUsers: [],
    ...changes,
  };
}

/** A migration before its first step. */
export function migrationFacts(changes: Partial<Facts> = {}): Facts {
  return {
    environment: environmentName("staging"),
    namespace: "montage-ai",
    className: "montage-nfs",
    claims: [claimFacts("input"), claimFacts("output")],
    deployments: [{ name: "montage-ai-worker", replicas: 3, claims: ["input", "output"] }],
    journal: undefined,
    jobs: [],
    ...changes,
  };
}
