import { isProtected } from "../../environments/protection";
import { requireCommitted } from "../../cli/deploy/guards";
import type { EnvironmentSpec } from "../../environments/schema";
import { productionFallbacks } from "../../rules/production-fallbacks";
import { readSynthesized } from "../../inventory/synthesized";
import { issuesWith } from "../support/issues-with";
import { blocks, specOf, synthesize } from "../support/synth";
import { montageAiIn } from "../support/applications";

const mockCommit = jest.fn(() => ({ id: "1234567", uncommitted: [" M charts.yaml"] }));
jest.mock("../../runtime/git", () => ({ currentCommit: () => mockCommit() }));

/** Production as its data would be without a word on protection. */
const unsaid = { ...specOf("production"), protected: undefined };
const rehearsal = { ...specOf("production"), protected: false };

test("what is not said is protected", () => {
  expect(isProtected({})).toBe(true);
  expect(isProtected(unsaid)).toBe(true);
  expect(isProtected(rehearsal)).toBe(false);
});

test.each([
  ["staging", { protected: undefined }],
  ["staging", { protected: true }],
] as const)("%s with %j takes no fallback, and says how to have one", (name, changes) => {
  expect(issuesWith(name, changes)).toContainEqual(
    expect.objectContaining({
      file: "environments/staging.ts",
      path: "fallbacks",
      message: "staging takes no fallback: it is protected",
      fix: expect.stringContaining("says protected: false"),
    }),
  );
});

test("production that says protected: false takes fallbacks and the cluster's registry", () => {
  const staging = specOf("staging");
  const changes = {
    protected: false,
    fallbacks: { emptyDirCache: true, nodeLocalVolumes: false, broadTolerations: true },
    registry: staging.registry,
    "applications.0.images": montageAiIn(staging).images,
    "switches.images": "registry",
  };
  expect(issuesWith("production", changes).map(({ message }) => message)).not.toContainEqual(
    expect.stringMatching(/takes no fallback|staging measure/),
  );
});

test("claims and Redis cannot be destroyed where nothing is said, and can where it is", () => {
  const guarded = (spec: EnvironmentSpec) =>
    blocks(synthesize(spec)["workload"], "kubernetes_persistent_volume_claim_v1").filter(
      ({ lifecycle }) => JSON.stringify(lifecycle)?.includes('"prevent_destroy":true'),
    ).length;
  expect(guarded(unsaid)).toBe(6);
  expect(guarded(rehearsal)).toBe(0);
});

test("the deploy of what is protected asks for a commit, and names it", () => {
  expect(() => requireCommitted(unsaid)).toThrow(/^production is deployed from a commit/);
  expect(() => requireCommitted({ ...specOf("staging"), protected: undefined })).toThrow(
    /^staging is deployed from a commit/,
  );
  expect(() => requireCommitted(rehearsal)).not.toThrow();
  expect(() => requireCommitted(specOf("staging"))).not.toThrow();
});

test("a fallback that was synthesized anyway is found in what is protected, whatever its name", () => {
  const stacks = Object.entries(synthesize(specOf("staging"))).map(([name, json]) => ({
    name: `staging-${name}`,
    json,
  }));
  const found = (protection: boolean | undefined) =>
    productionFallbacks.check(readSynthesized(stacks), {
      ...specOf("staging"),
      protected: protection,
    });
  expect(found(undefined)).toContainEqual(
    expect.objectContaining({
      message: expect.stringContaining("in place of claim montage-cache"),
    }),
  );
  expect(found(false)).toEqual([]);
});
