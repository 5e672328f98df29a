import { readFileSync, writeFileSync } from "node:fs";
import { judgeCases } from "./cases";
import { judged, parseVerdicts, TABLE_FILE, tableText } from "./table";

/**
 * `cases`: prints the cases as they are now. `seen FILE VERSION COMMIT DATE`: writes the
 * table from the answers in FILE. README.md of this folder says who answers.
 */
const [mode, file = "", version = "", commit = "", date = ""] = process.argv.slice(2);
if (mode === "cases") {
  process.stdout.write(JSON.stringify(judgeCases()));
} else if (mode === "seen" && date !== "") {
  const cases = judged(judgeCases(), parseVerdicts(readFileSync(file, "utf8")));
  writeFileSync(TABLE_FILE, tableText({ judge: { version, commit, date }, cases }));
} else {
  process.stderr.write("usage: rejudge.ts cases | seen FILE VERSION COMMIT DATE\n");
  process.exitCode = 2;
}
