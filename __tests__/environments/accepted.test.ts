import { environmentName } from "../../environments";
import type { AcceptedFinding } from "../../environments/schema";
import { validate } from "../../environments/validate";
import { specOf } from "../support/synth";

function issuesWith(name: string, accepted: readonly AcceptedFinding[]) {
  const result = validate(environmentName(name), { ...specOf(name), accepted });
  return result.ok ? [] : result.issues;
}

describe("accepted findings", () => {
  test("need a reason", () => {
    const accepted = [{ rule: "capacity", object: "Deployment app/worker", reason: " " }];
    expect(issuesWith("staging", accepted)).toEqual([
      {
        file: "environments/staging.ts",
        path: "accepted[0].reason",
        value: " ",
        message: "an accepted finding needs a reason",
        fix: "say in a sentence why it may pass, and until when",
      },
    ]);
  });

  test("bring no fallback into production", () => {
    const accepted = [
      { rule: "production-fallbacks", object: "Deployment app/worker", reason: "for a week" },
    ];
    expect(issuesWith("production", accepted)).toEqual([
      {
        file: "environments/production.ts",
        path: "accepted[0].rule",
        value: "production-fallbacks",
        message: "production takes no fallback, with or without a reason: it is protected",
        fix: "remove the entry, and what it accepts",
      },
    ]);
  });
});
