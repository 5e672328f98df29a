import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { isObject } from "../../inventory/json";
import type { ObjectName } from "../../inventory/model";
import { readSynthesized } from "../../inventory/synthesized";
import { GUARDED } from "../../modules/ownership/guarded-resources";
import { changedSpec } from "../support/changed-spec";
import { blocks, specOf, synthesize, type StackJson } from "../support/synth";
import { withSwitches } from "../support/workload";
import { montageAiIn } from "../support/applications";

const local = specOf("local");
const [worker] = montageAiIn(local).workers;
const SCALED_JOB = { ...worker?.scaling, kind: "job", min: undefined };
const CASES = [
  ...ENVIRONMENT_NAMES.map((name) => [name, specOf(name)] as const),
  [
    "without KEDA",
    withSwitches("local", ({ addons }) => ({ addons: { ...addons, keda: false } })),
  ] as const,
  [
    "a worker of kind job",
    changedSpec(local, { "applications.0.workers.0.scaling": SCALED_JOB }),
  ] as const,
];

/** `matchConditions` of each policy of the guard, as one text. */
function policies(workload: StackJson | undefined): readonly string[] {
  return blocks(workload, "kubernetes_manifest").flatMap(({ manifest }) => {
    if (!isObject(manifest) || manifest.kind !== "ValidatingAdmissionPolicy") return [];
    const text = JSON.stringify(manifest);
    return text.includes("owned-") ? [text] : [];
  });
}

/** Names of a kind that the guard's policies list, of those of a stack. */
function guarded(workload: StackJson | undefined, kind: string): readonly string[] {
  const resource = GUARDED.find((one) => one.kind === kind)?.judges.resource;
  const [policy] = policies(workload).filter((text) => text.includes(`"owned-${resource}.`));
  const [, list = ""] = /object\.metadata\.name in \[([^\]]*)\]/.exec(policy ?? "") ?? [];
  return [...list.matchAll(/\\"([^"\\]+)\\"/g)].map(([, name = ""]) => name);
}

// A worker that is added, renamed or of another kind must not be left out.
test.each(CASES)("%s guards every object of a kind that scales or ends pods", (_name, spec) => {
  const { workload } = synthesize(spec);
  const made = readSynthesized([{ name: "workload", json: workload }]).contents;
  const namesOf = (kind: string) =>
    made.filter((object: ObjectName) => object.kind === kind).map(({ name }) => name);
  for (const { kind } of GUARDED) {
    expect([kind, [...guarded(workload, kind)].sort()]).toEqual([kind, [...namesOf(kind)].sort()]);
  }
  expect(guarded(workload, "Deployment")).toContain("montage-ai-web");
});

test("an error of the guard itself keeps nobody out, Terraform least of all", () => {
  const { workload } = synthesize(local);
  const found = policies(workload);
  expect(found.length).toBeGreaterThan(3);
  for (const policy of found) expect(policy).toContain('"failurePolicy":"Ignore"');
});

// Seen on Kubernetes 1.35: what the HPA writes through /scale is noted without a time.
test("entries without a time are nobody's last write", () => {
  const [policy] = policies(synthesize(local).workload);
  expect(policy).toContain("filter(entry, has(entry.time))");
});

test("custom resources are taken back from who has changed them, without a conflict", () => {
  const { workload } = synthesize(local);
  const scaled = blocks(workload, "kubernetes_manifest").filter(
    ({ manifest }) => isObject(manifest) && manifest.kind === "ScaledObject",
  );
  expect(scaled.map(({ field_manager }) => field_manager)).toEqual([{ force_conflicts: true }]);
});
