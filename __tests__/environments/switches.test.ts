import { environmentName } from "../../environments";
import { readFileSync } from "node:fs";
import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { validate } from "../../environments/validate";
import { changedSpec } from "../support/changed-spec";
import { specOf } from "../support/synth";

function issuesWith(name: string, changes: Readonly<Record<string, unknown>>) {
  const result = validate(environmentName(name), changedSpec(specOf(name), changes));
  return result.ok ? [] : result.issues;
}

test.each(ENVIRONMENT_NAMES)("%s has no rolled back chart and no moving claim", (name) => {
  const text = readFileSync(`environments/${name}.switches.json`, "utf8");
  expect(JSON.parse(text)).toMatchObject({ chartVersions: {}, claimMoves: {} });
});

describe("chartVersions", () => {
  test.each(["^2.20.0", "v2.20.1", "latest", "2.20", ""])("%p is refused as a version", (keda) => {
    expect(issuesWith("staging", { "switches.chartVersions": { keda } })).toEqual([
      {
        file: "environments/staging.switches.json",
        path: "chartVersions.keda",
        value: keda,
        message: 'must be one exact version, e.g. "2.20.2"',
        fix: "name one release of the chart: <major>.<minor>.<patch>, without a v",
      },
    ]);
  });

  test("a misspelt chart is refused with the one that is meant", () => {
    expect(issuesWith("staging", { "switches.chartVersions": { kedda: "2.20.1" } })).toEqual([
      expect.objectContaining({ path: "chartVersions.kedda", fix: 'write "keda"' }),
    ]);
  });

  test("an exact version of a known chart is valid", () => {
    expect(issuesWith("production", { "switches.chartVersions": { keda: "2.20.1" } })).toEqual([]);
  });
});

describe("claimMoves", () => {
  test("shared claims may move", () => {
    const claimMoves = { "montage-input": "copying", "montage-output": "moved" };
    expect(issuesWith("production", { "switches.claimMoves": claimMoves })).toEqual([]);
  });

  test("an unknown claim and an unknown stage are refused", () => {
    expect(issuesWith("staging", { "switches.claimMoves": { "montage-inptu": "moved" } })).toEqual([
      expect.objectContaining({
        file: "environments/staging.switches.json",
        path: "claimMoves.montage-inptu",
        fix: expect.stringContaining("montage-input"),
      }),
    ]);
    expect(issuesWith("staging", { "switches.claimMoves": { "montage-input": "done" } })).toEqual([
      expect.objectContaining({
        path: "claimMoves.montage-input",
        fix: "use one of copying, moved",
      }),
    ]);
  });

  test("a cache that is an emptyDir has no claim to move", () => {
    const [issue] = issuesWith("staging", { "switches.claimMoves": { "montage-cache": "moved" } });
    expect(issue?.message).toContain("emptyDir of each pod");
  });

  test("a successor that would not be ReadWriteMany is refused", () => {
    const onOneNode = issuesWith("local", {
      "switches.claimMoves": { "montage-input": "copying" },
    });
    const once = issuesWith("staging", {
      "applications.0.claims.0.accessMode": "ReadWriteOnce",
      "switches.claimMoves": { "montage-input": "copying" },
    });
    for (const issues of [onOneNode, once]) {
      expect(issues).toEqual([
        expect.objectContaining({
          path: "claimMoves.montage-input",
          message: "its successor montage-input-rwx would not be ReadWriteMany either",
          fix: expect.stringContaining("fallbacks.nodeLocalVolumes to false"),
        }),
      ]);
    }
  });

  test("a successor whose name another claim has is refused", () => {
    const issues = issuesWith("staging", {
      "applications.0.claims.1.name": "montage-input-rwx",
      "switches.claimMoves": { "montage-input": "copying" },
    });
    // Workers mount the claim by the name that it had.
    expect(issues.filter(({ path }) => path.startsWith("claimMoves"))).toEqual([
      expect.objectContaining({ path: "claimMoves.montage-input" }),
    ]);
  });
});
