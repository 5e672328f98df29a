import path from "node:path";
import { sarifLog } from "../../../cli/check/sarif";
import type { Checked, Source } from "../../../cli/synthesis/checked";
import type { Finding } from "../../../rules";
import { finding, unit } from "../../support/checked";
import { sarifSchema } from "./sarif-log";

function runOf(source: Source, ...checked: readonly Checked[]) {
  return sarifSchema.parse(JSON.parse(sarifLog(source, checked))).runs[0];
}

function resultsOf(source: Source, ...findings: readonly Finding[]) {
  return runOf(source, unit("a", ...findings)).results;
}

const hashes = (...findings: readonly Finding[]) =>
  resultsOf("manifests", ...findings).map((result) => result.partialFingerprints["finding/v1"]);

test("every rule comes with its help, and a result points at its rule", () => {
  const { tool, results } = runOf("manifests", unit("a", finding()), unit("b", finding()));
  const [rule, ...others] = tool.driver.rules;
  expect(others).toEqual([]);
  expect(rule?.help.text).toContain("What to do: ");
  expect(results).toHaveLength(1);
  expect(results[0]).toMatchObject({
    ruleId: rule?.id,
    ruleIndex: 0,
    level: "error",
    message: { text: "Deployment app/worker is scaled by 2 autoscalers.\nFix: remove one" },
  });
});

test("a finding in YAML is at its file and line, from where the check was called", () => {
  const file = path.join("deploy", "my base", "worker.yaml");
  const called = path.resolve(process.env["INIT_CWD"] ?? "", file);
  const given = path.relative(process.cwd(), called);
  const [result] = resultsOf(
    "manifests",
    finding({ place: { kind: "file", file: given, line: 12 } }),
  );
  expect(result?.locations[0]).toEqual({
    physicalLocation: {
      artifactLocation: { uri: "deploy/my%20base/worker.yaml" },
      region: { startLine: 12 },
    },
    logicalLocations: [{ fullyQualifiedName: "Deployment app/worker", kind: "object" }],
  });
});

test("a file elsewhere is named in full", () => {
  const place = { kind: "file", file: "/elsewhere/worker.yaml", line: 1 } as const;
  const [result] = resultsOf("manifests", finding({ place }));
  expect(result?.locations[0]?.physicalLocation?.artifactLocation.uri).toBe(
    "file:///elsewhere/worker.yaml",
  );
});

const terraform = {
  kind: "terraform",
  stack: "staging-workload",
  address: "kubernetes_deployment_v1.worker",
} as const;

test("a finding in a stack is in its cdk.tf.json, with the address as logical location", () => {
  const [result] = resultsOf("synthesized", finding({ place: terraform }));
  expect(result?.locations[0]).toEqual({
    physicalLocation: {
      artifactLocation: {
        uri: expect.stringMatching(/cdktf\.out\/stacks\/staging-workload\/cdk\.tf\.json$/),
      },
      region: { startLine: 1 },
    },
    logicalLocations: [
      {
        fullyQualifiedName: "staging-workload.kubernetes_deployment_v1.worker",
        name: "kubernetes_deployment_v1.worker",
        kind: "resource",
      },
      { fullyQualifiedName: "Deployment app/worker", kind: "object" },
    ],
  });
});

test("a finding in a plan is in the plan's file", () => {
  const [result] = resultsOf("plan", finding({ place: { ...terraform, stack: "plan.json" } }));
  expect(result?.locations[0]?.physicalLocation?.artifactLocation.uri).toMatch(/plan\.json$/);
});

test("a finding in a cluster is at a path that tells where its object is", () => {
  const context = "arn:aws:eks:eu-central-1:1:cluster/lab";
  const [result] = resultsOf("cluster", finding({ place: { kind: "cluster", context } }));
  expect(result?.locations).toEqual([
    {
      physicalLocation: {
        artifactLocation: {
          uri: "cluster/arn%3Aaws%3Aeks%3Aeu-central-1%3A1%3Acluster%2Flab/Deployment/app/worker",
        },
        region: { startLine: 1 },
      },
      logicalLocations: [{ fullyQualifiedName: "Deployment app/worker", kind: "object" }],
    },
  ]);
});

test("an accepted finding is a suppressed note with the reason: code scanning shows it whatever it is", () => {
  const accepted = finding({ severity: "warning", accepted: "until March" });
  const [plain, suppressed] = resultsOf("manifests", finding(), accepted);
  expect(plain?.suppressions).toBeUndefined();
  expect(suppressed).toMatchObject({
    level: "note",
    message: { text: expect.stringMatching(/\nAccepted: until March$/) },
    suppressions: [{ kind: "external", status: "accepted", justification: "until March" }],
  });
});

test("no more results than code scanning takes: errors are kept, and the log says what is missing", () => {
  const many = Array.from({ length: 25_001 }, (_, index) =>
    finding({ severity: "warning", object: `Deployment app/w${index}` }),
  );
  const { results, invocations } = runOf("manifests", unit("a", ...many, finding()));
  expect(results).toHaveLength(25_000);
  expect(results[0]?.level).toBe("error");
  expect(invocations[0].toolExecutionNotifications).toEqual([
    {
      level: "warning",
      message: {
        text: "2 findings are not in this log: code scanning takes 25000. npm run check prints all",
      },
      locations: [],
    },
  ]);
}, 60_000);

test("a fingerprint stays when lines move and numbers change", () => {
  const moved = finding({
    place: { kind: "file", file: "base/worker.yaml", line: 40 },
    message: "is scaled by 3 autoscalers",
  });
  expect(hashes(moved)).toEqual(hashes(finding()));
});

test.each([
  ["file", { place: { kind: "file", file: "other.yaml", line: 3 } }],
  ["object", { object: "Deployment app/web" }],
  ["message", { message: "has fixed replicas" }],
] as const)("another %s is another fingerprint", (_, changes) => {
  expect(hashes(finding(changes))).not.toEqual(hashes(finding()));
});

test("findings that only differ in numbers have fingerprints of their own", () => {
  const both = hashes(finding(), finding({ message: "is scaled by 3 autoscalers" }));
  expect(new Set(both).size).toBe(2);
});

test("what could not be read is a notification at its place", () => {
  const place = { kind: "file", file: "/elsewhere/chart.yaml", line: 2 } as const;
  const { invocations } = runOf("manifests", {
    ...unit("a"),
    problems: [{ place, message: "is a Helm template" }],
  });
  expect(invocations[0].toolExecutionNotifications).toEqual([
    {
      level: "warning",
      message: { text: "not read: is a Helm template" },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "file:///elsewhere/chart.yaml" },
            region: { startLine: 2 },
          },
        },
      ],
    },
  ]);
});

test("runs of different sources are kept apart", () => {
  expect(runOf("manifests", unit("a")).automationDetails.id).toBe("fluxibri-core/manifests/");
  expect(runOf("cluster", unit("a")).automationDetails.id).toBe("fluxibri-core/cluster/");
});
