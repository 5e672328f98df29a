import { quotaDocument } from "../../../scripts/references/quota-document";
import { quotaRows, renderQuotas } from "../../../environments/nodes/quota-table";
import { specOf } from "../../support/synth";

const rows = quotaRows([specOf("local"), specOf("staging"), specOf("production")]);

test("only environments on EKS need something of AWS' quotas", () => {
  expect(new Set(rows.map(({ environment }) => environment))).toEqual(new Set(["production"]));
  expect(renderQuotas(quotaRows([specOf("staging")]))).toBe("");
});

test("the overview names what a new account must ask for, and nothing that it has", () => {
  const text = renderQuotas(rows);
  expect(text).toContain("L-1216C47A");
  expect(text).toContain("L-DB2E81BA");
  expect(text).not.toContain("L-BD136A63");
});

test("the document has every quota, and a command for each that must be asked for", () => {
  const text = quotaDocument(rows);
  for (const { code } of rows) expect(text).toContain(code);
  expect(text.match(/^aws service-quotas request-service-quota-increase/gm)?.length).toBe(
    rows.filter(({ whileUpdating, newAccount }) => whileUpdating > newAccount).length,
  );
});
