import { quotaDocument } from "../../../scripts/references/quota-document";
import { mustBeAsked, quotaRows } from "../../../environments/nodes/quota-table";
import { specOf } from "../../support/synth";

const rows = quotaRows([specOf("local"), specOf("staging"), specOf("production")]);

test("only environments on EKS need something of AWS' quotas", () => {
  expect(new Set(rows.map(({ environment }) => environment))).toEqual(new Set(["production"]));
  expect(quotaRows([specOf("staging")])).toEqual([]);
});

test("a new account must ask for on-demand machines of both kinds, and for nothing that it has", () => {
  const asked = rows.filter(mustBeAsked).map(({ code }) => code);
  expect(asked).toEqual(expect.arrayContaining(["L-1216C47A", "L-DB2E81BA"]));
  expect(asked).not.toContain("L-BD136A63");
});

test("the document has every quota, and a command for each that must be asked for", () => {
  const text = quotaDocument(rows);
  for (const { code } of rows) expect(text).toContain(code);
  expect(text.match(/^aws service-quotas request-service-quota-increase/gm)?.length).toBe(
    rows.filter(({ whileUpdating, newAccount }) => whileUpdating > newAccount).length,
  );
});
