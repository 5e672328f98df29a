import { readFileSync } from "node:fs";
import { RULES } from "../../../rules";
import { renderRules } from "../../../rules/engine/render-rules";

const FILE = "docs/rules.md";

describe("docs/rules.md", () => {
  test("is up to date", () => {
    if (readFileSync(FILE, "utf8") !== renderRules()) {
      throw new Error("docs/rules.md is out of date: run `npm run generate`");
    }
  });

  test("says of every rule why it is there and what to do", () => {
    const text = renderRules();
    for (const { id, title, why, remedy } of RULES) {
      expect(text).toContain(`## ${id}\n\n**${title}.**`);
      expect(text).toContain(why);
      expect(text).toContain(remedy);
    }
  });
});
