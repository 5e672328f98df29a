import { describePlace } from "../../inventory/model";
import { RULES } from "../../rules";
import { findingsIn, fixtures, ruleOf } from "./fixture";

const valid = fixtures("valid");
const invalid = fixtures("invalid");

describe("rules", () => {
  test("have distinct ids", () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
  });

  test.each(RULES.map(({ id }) => id))("%s has a valid and an invalid fixture", (id) => {
    expect(valid.filter((stem) => ruleOf(stem).id === id)).not.toEqual([]);
    expect(invalid.filter((stem) => ruleOf(stem).id === id)).not.toEqual([]);
  });

  test.each(valid)("find nothing in the valid %s", (stem) => {
    expect(findingsIn("valid", stem)).toEqual([]);
  });

  test.each(invalid)("name rule, object, place and fix in the invalid %s", (stem) => {
    const found = findingsIn("invalid", stem);
    expect(found).not.toEqual([]);
    for (const finding of found) {
      expect(finding.rule).toBe(ruleOf(stem).id);
      expect(finding.object).toMatch(/^\w+ \S+$/);
      expect(describePlace(finding.place)).toMatch(
        /^(stack \S+, \w+\.\S+|environments\/\S+\.(ts|json))$/,
      );
      expect(finding.fix).not.toBe("");
    }
  });
});
