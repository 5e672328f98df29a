import { failureInWords, synthesisFailure } from "../../../cli/synthesis/failure";
import { synthesize } from "../../../cli/synthesis/synthesize";
import { montageAiAlone } from "../../support/applications";
import { ProjectCopy } from "../../support/project-copy";
import { specOf } from "../../support/synth";

const spec = montageAiAlone(specOf("local"));
const broken = { ...spec, switches: { ...spec.switches, imageTags: { "montage-ai": "latest" } } };
const { environments } = synthesize([broken, specOf("staging")], undefined);

test("a failure in a word is which rules fail, of which environments, with how many errors", () => {
  expect(failureInWords(environments)).toMatch(
    /^A rule fails for local: \d+ errors? \(image-source\)$/,
  );
});

test("a failed synthesis prints what nothing accepts, counts the rest, and ends with what to type", () => {
  const lines = synthesisFailure(environments).trimEnd().split("\n");
  expect(lines[0]).toMatch(/^error image-source: local /);
  expect(lines.filter((line) => line.startsWith("  held:"))).toEqual([]);
  expect(lines.at(-2)).toMatch(/^\d+ accepted warnings: npm start -- --verbose$/);
  expect(lines.at(-1)).toMatch(
    /^A rule fails for local: .*\. Next: the fixes above, then npm start$/,
  );
});

describe("a worker with more replicas than its nodes hold", () => {
  const copy = new ProjectCopy();
  const LAST = /^A rule fails for production: \d+ errors? \(capacity\)\. Next: /;

  beforeAll(() => {
    const scaling = ["max: 24,", "waitingJobsPerReplica"].join("\n            ");
    copy.edit("environments/production.ts", [scaling, scaling.replace("24", "400")]);
  });

  test("fails what cdktf runs: the findings to put right, then the verdict", () => {
    const { status, stderr } = copy.run("main.ts");
    const lines = stderr.trimEnd().split("\n");
    expect(status).toBe(1);
    expect(lines[0]).toMatch(/^error capacity: production /);
    expect(stderr).not.toMatch(/^ {2}held:/m);
    expect(lines.at(-1)).toMatch(LAST);
    expect(lines.at(-1)).toMatch(/the fixes above, then npm start$/);
  });

  test("fails the report: the page is written, and the last line says what fails", () => {
    const { status, stdout } = copy.run("cli/report/index.ts", "production", "--out", "page.html");
    const lines = stdout.trimEnd().split("\n");
    expect({ status, lines: lines.length }).toEqual({ status: 1, lines: 2 });
    expect(lines[0]).toBe("page.html: open it in a browser");
    expect(lines[1]).toMatch(LAST);
    expect(lines[1]).toMatch(/npm start -- production$/);
  });
});
