import { findingsIn, fixtures } from "./rules/fixture";
test("x", () => {
  for (const k of ["valid", "invalid"] as const) for (const f of fixtures(k).filter((n) => n.startsWith("capacity")))
    process.stderr.write(`== ${k} ${f}\n` + findingsIn(k, f).map((x) => `${x.severity} ${x.object}\n    ${x.message}\n    FIX ${x.fix}\n`).join(""));
});
