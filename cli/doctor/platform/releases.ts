import { groupBy } from "../../../inventory/group-by";
import type { LiveRelease } from "../../../inventory/live";
import { age, type Diagnoser, diagnosis, type Examination, helm, kubectl } from "../examination";

/** An install takes minutes; Terraform gives it up after ten at the latest. */
const STUCK_MS = 15 * 60_000;

/** Helm releases whose last revision did not come to its end. */
export const helmReleases: Diagnoser = (examination) => {
  const { now, live } = examination;
  const byRelease = groupBy(live.releases, ({ namespace, release }) => `${namespace}/${release}`);
  return [...byRelease.values()].flatMap((revisions) => {
    const newestFirst = revisions.toSorted((left, right) => right.revision - left.revision);
    const [last] = newestFirst;
    if (last === undefined) return [];
    const object = { kind: "HelmRelease", namespace: last.namespace, name: last.release };
    const since = age(now, last.created);
    const evidence = [`Secret ${last.namespace}/${last.name}: status=${last.status}`];
    if (/^(pending-|uninstalling$)/.test(last.status)) {
      const stuck = now - (last.created ?? 0) > STUCK_MS;
      return [
        diagnosis(object, {
          id: "release-locked",
          severity: stuck ? "error" : "warning",
          cause: `revision ${last.revision} is ${last.status} for ${since}: ${stuck ? "an apply broke off, and Helm refuses every other operation on it" : "an apply is at work, or has broken off"}`,
          evidence,
          fix: "when no apply is at work, take the lock away and apply again",
          command: kubectl(examination, last.namespace, "delete", "secret", last.name),
        }),
      ];
    }
    if (last.status !== "failed") return [];
    const good = newestFirst.find(({ status }) => status === "deployed" || status === "superseded");
    return [
      diagnosis(object, {
        id: "release-failed",
        cause: `revision ${last.revision} failed ${since} ago${good === undefined ? "; none before it was good" : `; revision ${good.revision} was good`}`,
        evidence,
        fix: "put right what the pods of the release say, and apply again",
        command: applyAgain(examination, last, good),
      }),
    ];
  });
};

/** Helm takes back a first revision by none: its chart is known to whoever installed it. */
function applyAgain(
  examination: Examination,
  { namespace, release }: LiveRelease,
  good: LiveRelease | undefined,
): string {
  const { spec } = examination;
  if (spec !== undefined) return `npm run deploy -- ${spec.name}`;
  return good === undefined
    ? helm(examination, namespace, "status", release)
    : helm(examination, namespace, "rollback", release, String(good.revision));
}
