import { isObject } from "../../../inventory/json";
import { readSynthesized } from "../../../inventory/synthesized";
import { ACCEPTED_SCANS } from "../../../scripts/scan/accepted";
import { attempt } from "../../../scripts/scan/attempt";
import { judge } from "../../../scripts/scan/judge";
import { awsPartOf, manifestsOf } from "../../../scripts/scan/objects";
import { textReport } from "../../../scripts/scan/report";
import { CommandFailure } from "../../../runtime/failure";
import { ENVIRONMENT_NAMES } from "../../../environments/schema";
import { specOf, synthesize } from "../../support/synth";

const finding = (check: string, where: string) => ({
  scanner: "checkov" as const,
  check,
  where,
  says: "is wrong",
});
const acceptance = {
  scanner: "checkov",
  check: "A",
  where: /^Deployment ns\/a$/,
  reason: "r",
} as const;

test("a finding that nobody accepted is open, also that of the same check elsewhere", () => {
  const findings = [finding("A", "Deployment ns/a"), finding("A", "Deployment ns/ab")];
  const { open, accepted, stale } = judge(
    [{ scanner: "checkov", ran: true, findings }],
    [acceptance],
  );
  expect(accepted).toEqual([findings[0]]);
  expect(open).toEqual([findings[1]]);
  expect(stale).toEqual([]);
});

test("an acceptance of what is no more is stale, unless its scanner could not run", () => {
  const ran = judge([{ scanner: "checkov", ran: true, findings: [] }], [acceptance]);
  expect(ran.stale).toEqual([acceptance]);
  const missing = judge([{ scanner: "checkov", ran: false, because: "no Python" }], [acceptance]);
  expect(missing).toEqual({ open: [], accepted: [], stale: [] });
});

test("a scanner that cannot be had has not passed, and says why; a broken one is an error", async () => {
  const result = await attempt("zizmor", () => {
    throw new CommandFailure("python3 -m venv failed: no such file", "install Python");
  });
  const report = textReport([result], judge([result], []));
  expect(report).toBe(
    "zizmor: not run, and not counted as passed: python3 -m venv failed: no such file\n",
  );
  await expect(
    attempt("zizmor", () => {
      throw new Error("no JSON");
    }),
  ).rejects.toThrow("no JSON");
});

test("every acceptance has a reason, and names its place from start to end or by its stack", () => {
  for (const { reason, where } of ACCEPTED_SCANS) {
    expect(reason.length).toBeGreaterThan(30);
    expect(where.source).toMatch(/^\^/);
  }
});

test.each(ENVIRONMENT_NAMES)("objects of %s are manifests that a scanner can read", (name) => {
  const stacks = Object.entries(synthesize(specOf(name)));
  const manifests = manifestsOf(
    readSynthesized(stacks.map(([stack, json]) => ({ name: `${name}-${stack}`, json }))),
  );
  const kinds = manifests.map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(["Deployment", "NetworkPolicy", "Service"]));
  for (const { apiVersion, metadata } of manifests) {
    expect(apiVersion).toEqual(expect.stringMatching(/^([\w.-]+\/)?v\d/));
    expect(isObject(metadata) ? metadata["name"] : undefined).toEqual(expect.any(String));
  }
});

test("AWS' part of a stack has its resources and data sources, and no provider", () => {
  const { storage, workload } = synthesize(specOf("production"));
  const part = awsPartOf(storage);
  expect(Object.keys(part ?? {}).sort()).toEqual(["data", "resource"]);
  expect(
    JSON.stringify(Object.keys(isObject(part?.["resource"]) ? part["resource"] : {})),
  ).not.toContain("kubernetes_");
  expect(awsPartOf(workload)).toBeUndefined();
});
