import { RULES } from "../../rules";
import { renderRuleList, ruleList } from "../../scripts/references/lists/rule-list";

test("a rule is imported from its file or folder, under its name in camel case", () => {
  expect(renderRuleList(["two-owners", "capacity"])).toContain(
    [
      'import { capacity } from "./capacity";',
      'import { twoOwners } from "./two-owners";',
      'import type { Rule } from "./engine/rule";',
      "",
      "/** The closed list of rules, in the order they are shown. */",
      "export const RULES: readonly Rule[] = [",
      "  capacity,",
      "  twoOwners,",
      "];",
    ].join("\n"),
  );
});

test("the file or folder of a rule is called as the rule", () => {
  expect(renderRuleList(RULES.map(({ id }) => id))).toBe(ruleList());
});
