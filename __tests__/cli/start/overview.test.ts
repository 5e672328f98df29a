import { renderDetails } from "../../../cli/start/details";
import { hints } from "../../../cli/start/hints";
import { overview, renderOverview, verdict } from "../../../cli/start/overview";
import { formatFindings, mergeFindings } from "../../../cli/synthesis/findings";
import { synthesize } from "../../../cli/synthesis/synthesize";
import { ENVIRONMENT_NAMES } from "../../../environments/schema";
import { fitted } from "../../../masking/fitted";
import type { Paint } from "../../../runtime/paint";
import { montageAiAlone } from "../../support/applications";
import { finding, unit } from "../../support/checked";
import { specOf } from "../../support/synth";

const plain: Paint = (_, text) => text;
const loud: Paint = (color, text) => `<${color}>${text}`;
const OUTDIR = "cdktf.out";

const all = synthesize(
  ENVIRONMENT_NAMES.map((name) => specOf(name)),
  undefined,
);
const rows = overview(all, OUTDIR);

test("what holds is one row an environment, within 80 columns and 30 lines", () => {
  const shown =
    renderOverview(rows, all, plain, 80) + hints(all, 14, 80) + verdict(all, OUTDIR, plain);
  const lines = shown.trimEnd().split("\n");
  expect(lines.length).toBeLessThanOrEqual(30);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  for (const name of ENVIRONMENT_NAMES) {
    expect(lines.filter((line) => line.startsWith(`${name} `))).toHaveLength(1);
  }
});

test("a row has stacks, resources, rules, the fullest pool and the number of accepted findings", () => {
  const shown = renderOverview(rows, all, plain, 80);
  const own = rows.filter(({ environment }) => environment === "staging");
  const total = own.reduce((sum, row) => sum + row.total, 0);
  const rules = own[0]?.rules ?? 0;
  expect(shown).toMatch(
    new RegExp(
      `^staging +${own.length} +${total} +${rules}/${rules} +gpu-rocm 1/1, amd.com/gpu 100% +1$`,
      "m",
    ),
  );
});

test("the last line is the verdict and the next command", () => {
  expect(verdict(all, OUTDIR, plain)).toBe(
    `All rules hold for ${ENVIRONMENT_NAMES.length} environments. Next: npm run plan -- ${ENVIRONMENT_NAMES[0]}\n`,
  );
  expect(verdict(synthesize([specOf("staging")], undefined), OUTDIR, loud)).toBe(
    "<green>All rules hold for staging. Next: npm run plan -- staging\n",
  );
});

test("a rule that fails is the verdict, with the environment, the rule and what was not written", () => {
  const spec = montageAiAlone(specOf("local"));
  const broken = { ...spec, switches: { ...spec.switches, imageTags: { "montage-ai": "latest" } } };
  const failed = synthesize([broken, specOf("staging")], undefined);
  expect(verdict(failed, OUTDIR, plain)).toBe(
    "A rule fails for local: 7 errors (image-source). cdktf.out was not written. Next: the fixes above\n",
  );
  expect(renderOverview(overview(failed, OUTDIR), failed, loud, 80)).toMatch(
    /^local .*<red>\d+\/\d+/m,
  );
});

test("with old facts of every chart, the whole output is within 30 lines", () => {
  const specs = ENVIRONMENT_NAMES.map((name) => specOf(name));
  const late = synthesize(specs, undefined, undefined, "2036-01-01");
  const old = mergeFindings(late.environments).filter(
    ({ finding }) => finding.object === "Setting charts.yaml",
  );
  const shown = [
    renderOverview(overview(late, OUTDIR), late, plain, 80),
    fitted(formatFindings(old), 80),
    hints(late, 14, 80),
    verdict(late, OUTDIR, plain),
  ].join("");
  expect(old).toHaveLength(1);
  expect(shown.trimEnd().split("\n").length).toBeLessThanOrEqual(30);
});

test("a warning that several environments share counts once", () => {
  const { rules } = unit("any", finding({ severity: "warning" }));
  const warned = { ...all, environments: all.environments.map((each) => ({ ...each, rules })) };
  expect(verdict(warned, OUTDIR, plain)).toContain(" environments, 1 warning. ");
});

test("what is accepted is a count, with the option that shows it", () => {
  expect(hints(all, 14, 80)).toMatch(/^14 accepted warnings.*--verbose$/m);
  expect(hints(all, 0, 80)).not.toContain("--verbose");
});

test("the details name every stack's file, state and command, every pool and every quota", () => {
  const details = renderDetails(rows, all);
  for (const { terraform, apply } of rows) {
    expect(details).toContain(terraform);
    expect(details).toContain(apply);
  }
  for (const pool of all.environments.flatMap(({ capacity }) => capacity?.pools ?? [])) {
    expect(details).toContain(pool.pool);
  }
  expect(details).toContain("L-DB2E81BA");
});
