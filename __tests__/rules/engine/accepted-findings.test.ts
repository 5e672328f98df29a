import type { AcceptedFinding } from "../../../environments/schema";
import type { Labels } from "../../../inventory/model";
import { readForeignObjects } from "../../../inventory/reading";
import { runRules, type Finding } from "../../../rules";
import { acceptancesOf } from "../../../rules/engine/acceptances";
import { acceptFindings } from "../../../rules/engine/accepted-findings";
import { autoscalerOwnership } from "../../../rules/autoscaler-ownership";
import { specOf } from "../../support/synth";
import { DEPLOYMENT, HPA, SCALED_OBJECT } from "../../support/two-autoscalers";

/** A worker with an HPA, annotated, and a ScaledObject: autoscaler-ownership finds an error at the HPA. */
function inventoryWith(annotations: Labels) {
  const hpa = { ...HPA, metadata: { ...HPA.metadata, annotations } };
  return readForeignObjects(
    [hpa, SCALED_OBJECT, DEPLOYMENT].map((object, index) => ({
      object,
      place: { kind: "file", file: "worker.yaml", line: 1 + 20 * index },
    })),
  ).inventory;
}

const OBJECT = "HorizontalPodAutoscaler app/worker";

/** What is found of the HPA and of acceptances, with the annotations or the data given. */
function found(annotations: Labels, accepted?: readonly AcceptedFinding[]): readonly Finding[] {
  const spec = accepted && { ...specOf("staging"), accepted: [...accepted] };
  return runRules(inventoryWith(annotations), spec)
    .flatMap(({ findings }) => findings)
    .filter(({ rule }) => rule === "autoscaler-ownership" || rule === "accepted-findings");
}

test("an annotation with a reason makes a warning of the error and keeps it in the output", () => {
  const reason = "moves to KEDA in March";
  const [plain] = found({});
  expect(plain).toMatchObject({ rule: "autoscaler-ownership", severity: "error", object: OBJECT });
  expect(found({ "fluxibri.ai/accept.autoscaler-ownership": reason })).toEqual([
    { ...plain, severity: "warning", accepted: reason },
  ]);
});

test("an entry of the environment's data with a reason does the same", () => {
  const [plain] = found({}, []);
  const reason = "the two are never on at once";
  expect(found({}, [{ rule: "autoscaler-ownership", object: OBJECT, reason }])).toEqual([
    { ...plain, severity: "warning", accepted: reason },
  ]);
});

test("an annotation without a reason accepts nothing and is itself a finding", () => {
  const findings = found({ "fluxibri.ai/accept.autoscaler-ownership": " " });
  expect(findings).toEqual([
    expect.objectContaining({ rule: "autoscaler-ownership", severity: "error" }),
    {
      rule: "accepted-findings",
      severity: "error",
      object: OBJECT,
      place: { kind: "file", file: "worker.yaml", line: 1 },
      message:
        "annotation fluxibri.ai/accept.autoscaler-ownership has no reason: findings of autoscaler-ownership are not accepted",
      fix: "say in a sentence why they may pass, and until when",
    },
  ]);
});

test("a misspelt rule accepts nothing and is answered with the rule that is meant", () => {
  const findings = found({ "fluxibri.ai/accept.autoscaler-owner": "known" });
  expect(findings[0]).toMatchObject({ rule: "autoscaler-ownership", severity: "error" });
  expect(findings[1]).toMatchObject({
    severity: "error",
    message:
      'annotation fluxibri.ai/accept.autoscaler-owner accepts findings of "autoscaler-owner", which is no rule: it accepts nothing',
    fix: 'write "autoscaler-ownership"',
  });
});

test("an entry that no finding needs is a warning in the environment's file", () => {
  const entry = { rule: "metrics-api-owner", object: "HelmRelease keda/keda", reason: "once" };
  expect(found({}, [entry])).toContainEqual({
    rule: "accepted-findings",
    severity: "warning",
    object: "HelmRelease keda/keda",
    place: { kind: "file", file: "environments/staging.ts" },
    message:
      "accepted[0] accepts a finding of metrics-api-owner about HelmRelease keda/keda, and there is none",
    fix: "remove it, or name the object as the finding does",
  });
});

test("an annotation for a rule that was not run is not idle", () => {
  const findings = found({ "fluxibri.ai/accept.production-fallbacks": "not in production" });
  expect(findings.map(({ rule }) => rule)).toEqual(["autoscaler-ownership"]);
});

test("an annotation and an entry for one finding are both in use", () => {
  const findings = found({ "fluxibri.ai/accept.autoscaler-ownership": "in March" }, [
    { rule: "autoscaler-ownership", object: OBJECT, reason: "in spring" },
  ]);
  expect(findings).toEqual([
    expect.objectContaining({ severity: "warning", accepted: "in March" }),
  ]);
});

test("an annotation accepts only what is found in its own place", () => {
  const annotated = inventoryWith({ "fluxibri.ai/accept.autoscaler-ownership": "known" });
  const [plain] = found({});
  if (plain === undefined) throw new Error("nothing is found");
  const elsewhere: Finding = { ...plain, place: { kind: "file", file: "other.yaml", line: 1 } };
  const [judged] = acceptFindings(
    [{ rule: autoscalerOwnership, findings: [elsewhere] }],
    acceptancesOf(annotated, undefined),
    ["autoscaler-ownership"],
  );
  expect(judged?.findings).toEqual([elsewhere]);
});

test("a ScaledJob, which is workload and autoscaler, has each annotation once", () => {
  const object = {
    apiVersion: "keda.sh/v1alpha1",
    kind: "ScaledJob",
    metadata: {
      name: "render",
      namespace: "app",
      annotations: { "fluxibri.ai/accept.metrics-api-owner": "none here" },
    },
    spec: { jobTargetRef: { template: { spec: { containers: [] } } }, triggers: [] },
  };
  const { inventory } = readForeignObjects([
    { object, place: { kind: "file", file: "render.yaml", line: 1 } },
  ]);
  const findings = runRules(inventory, undefined).flatMap((result) => result.findings);
  expect(findings.filter(({ rule }) => rule === "accepted-findings")).toHaveLength(1);
});
