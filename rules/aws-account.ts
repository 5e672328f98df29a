import { environmentFile } from "../environments/environment-file";
import type { Rule } from "./engine/rule";

const id = "aws-account";

export const awsAccount: Rule = {
  id,
  title: "Runs against AWS know their account",
  why: "An apply goes to whichever account the credentials at hand are of. In another one a cluster of the same name is missing at best; with one, node groups, roles and a file system are made there beside their namesakes, and the state forgets the true ones.",
  severity: "warning",
  remedy:
    "Write `cluster.accountId` into the environment's data: the provider then ends a run with other credentials before it asks for anything. Where something else chooses the account, accept the finding by name (rule `aws-account`, object `Setting cluster.accountId`) and say what.",
  needsEnvironment: true,
  check: (_inventory, spec) => {
    if (spec?.cluster.kind !== "eks" || spec.cluster.accountId !== undefined) return [];
    const file = environmentFile(spec.name, ["cluster"]);
    return [
      {
        rule: id,
        severity: "warning",
        object: "Setting cluster.accountId",
        place: { kind: "file", file },
        message: "is absent: a run changes whichever account its credentials are of",
        fix: `write the account's 12 digits there, in ${file} (aws sts get-caller-identity --query Account --output text)`,
      },
    ];
  },
};
