import { usageError } from "../../runtime/command-line";
import { EXIT, runCommand } from "../../runtime/exit";
import { policyArguments } from "./arguments";
import { LONGEST_POLICY, sizeOf } from "./documents";
import { environmentPolicies, type NamedDocument } from "./environment-policies";
import { print } from "../../masking/output";

/** What a document is that is no policy of a role. */
const OTHERS: Readonly<Record<string, string>> = {
  "trust-plan": "who may take the role that plans",
  "trust-apply": "who may take the role that applies",
  "kubernetes-plan": "what the role that plans may do in the cluster, for kubectl apply",
};

/** `npm run policy -- ENVIRONMENT`: what the roles that plan and apply must be allowed in AWS. */
void runCommand(() => {
  const { environment, document, json } = policyArguments(process.argv.slice(2));
  const documents = environmentPolicies(environment, process.env);
  if (document !== undefined) {
    const found = documents.find(([name]) => name === document);
    if (found === undefined) throw unknownDocument(document, documents);
    print(`${JSON.stringify(found[1], null, 2)}\n`);
  } else if (json) {
    print(`${JSON.stringify(Object.fromEntries(documents), null, 2)}\n`);
  } else {
    print(described(documents));
  }
  return EXIT.ok;
});

function described(documents: readonly NamedDocument[]): string {
  const each = documents.map(
    ([name, document]) =>
      `${name}: ${/^(plan|apply)/.test(name) ? `${sizeOf(document)} of ${LONGEST_POLICY} characters` : OTHERS[name]}\n${JSON.stringify(document, null, 2)}\n`,
  );
  return `${each.join("\n")}\nThe role that plans gets "plan", the role that applies "plan" and all of "apply-…". One alone, for a file: --document NAME.\n`;
}

function unknownDocument(given: string, documents: readonly NamedDocument[]): Error {
  const names = documents.map(([name]) => name).join(", ");
  return usageError(given, "no such document", `use one of ${names}`, "--document");
}
