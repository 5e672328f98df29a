import { environmentFile } from "../../environments/environment-file";
import { ConfigurationError, type ConfigurationIssue } from "../../environments/errors";
import { LABELS } from "../../environments/labels";
import type { NodeContract } from "../../environments/nodes/node-contract";
import { poolContract } from "../../environments/nodes/pool-contract";
import { declaredNodes } from "../../environments/relations/declared-nodes";
import type { EnvironmentSpec, NodePool } from "../../environments/schema";
import { closest } from "../../environments/suggest";
import { misuse } from "../../runtime/command-line";

/** A pool, what its nodes promise, and where the data declares it. */
export interface DeclaredPool {
  readonly pool: NodePool;
  readonly contract: NodeContract;
  readonly file: string;
  /** E.g. `cluster.pools[2]`. */
  readonly path: string;
}

/** The pool that goes and the one that takes its pods. */
export interface PoolPair {
  readonly old: DeclaredPool;
  readonly by: DeclaredPool;
}

/**
 * The two pools in the data.
 *
 * @throws ConfigurationError when one is not there, with the edit that puts it there
 */
export function poolPair(spec: EnvironmentSpec, oldName: string, byName: string): PoolPair {
  const pools = poolsOf(spec);
  if (pools.length === 0) {
    const fix = "one machine after another: kubectl drain NODE --ignore-daemonsets";
    const message = `${spec.name} has machines, and no pools that come and go`;
    throw new ConfigurationError([misuse(oldName, message, fix, "OLD")]);
  }
  const old = pools.find(({ pool }) => pool.name === oldName);
  const by = pools.find(({ pool }) => pool.name === byName);
  if (old !== undefined && by !== undefined && old !== by) return { old, by };
  const issues: ConfigurationIssue[] = [];
  const names = pools.map(({ pool }) => pool.name);
  if (old === undefined) {
    issues.push(
      misuse(oldName, `${spec.name} has no pool of this name`, known(oldName, names), "OLD"),
    );
  }
  if (old !== undefined && old === by) {
    issues.push(misuse(byName, "a pool cannot take its own pods", "name another", "--by"));
  }
  if (by === undefined) {
    const copied = old ?? pools[0];
    const fix = `copy pool ${copied?.pool.name} in ${copied?.file} as name: "${byName}", with the new machines and desired as many nodes as the old one has, then npm run deploy -- ${spec.name}${spec.cluster.kind === "eks" ? " node-pools" : ""}`;
    issues.push(misuse(byName, `${spec.name} has no pool of this name`, fix, "--by"));
  }
  throw new ConfigurationError(issues);
}

function poolsOf(spec: EnvironmentSpec): readonly DeclaredPool[] {
  const { path, pools } = declaredNodes(spec.cluster);
  return pools.map((pool, index) => ({
    pool,
    contract: poolContract(pool),
    file: environmentFile(spec.name, [...path, index]),
    path: `${path.join(".")}[${index}]`,
  }));
}

function known(name: string, names: readonly string[]): string {
  const guess = closest(name, names);
  return guess === undefined ? `use ${names.join(", ")}` : `write ${guess}`;
}

/**
 * What the old nodes promise and the new ones do not: of pods that this data does
 * not know (`usedBy`, other namespaces) it is not known which of it they need.
 */
export function brokenPromises({ old, by }: PoolPair): readonly ConfigurationIssue[] {
  const issue = (field: string, value: unknown, message: string, fix: string) => ({
    ...{ file: by.file, path: `${by.path}.${field}`, value, message, fix },
  });
  const issues: ConfigurationIssue[] = [];
  const roles = old.pool.roles.filter((role) => !by.pool.roles.includes(role));
  if (roles.length > 0) {
    const message = `pool ${by.pool.name} lacks what ${old.pool.name} has: ${roles.join(", ")}`;
    issues.push(issue("roles", by.pool.roles, message, `add ${roles.join(", ")}`));
  }
  if (old.pool.architecture !== by.pool.architecture) {
    const message = `pods of ${old.pool.name} have images for ${old.pool.architecture}`;
    const fix = `instance types that are ${old.pool.architecture}`;
    issues.push(issue("architecture", by.pool.architecture, message, fix));
  }
  const labels = Object.entries(old.pool.labels).filter(
    ([key, value]) => key !== LABELS.pool && by.contract.labels[key] !== value,
  );
  if (labels.length > 0) {
    const named = labels.map(([key, value]) => `${key}: "${value}"`).join(", ");
    const message = `pods may select nodes by labels of ${old.pool.name}: ${named}`;
    issues.push(issue("labels", by.pool.labels, message, `add ${named}`));
  }
  const taints = by.contract.taints.filter(
    ({ key, value, effect }) =>
      effect !== "PreferNoSchedule" &&
      !old.contract.taints.some(
        (taint) => taint.key === key && taint.value === value && taint.effect === effect,
      ),
  );
  if (taints.length > 0) {
    const named = taints.map(({ key, value, effect }) => `${key}=${value}:${effect}`).join(", ");
    const message = `pods of ${old.pool.name} need not tolerate ${named}`;
    const fix = by.pool.taints.length === 0 ? "a pool without GPU" : "leave it away";
    issues.push(issue("taints", by.pool.taints, message, fix));
  }
  return issues;
}
