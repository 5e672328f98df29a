import { findingsIn } from "./fixture";

test("the account is asked for with the command that tells it, and the file", () => {
  expect(findingsIn("invalid", "aws-account")).toEqual([
    {
      rule: "aws-account",
      severity: "warning",
      object: "Setting cluster.accountId",
      place: { kind: "file", file: "environments/production.ts" },
      message: "is absent: a run changes whichever account its credentials are of",
      fix: "write the account's 12 digits there, in environments/production.ts (aws sts get-caller-identity --query Account --output text)",
    },
  ]);
});
