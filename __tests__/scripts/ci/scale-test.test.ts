import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { APP } from "../../../scripts/ci/lib/app";
import { runCiHere } from "../../support/run-here";
import { temporaryFolder, writeProgram } from "../../support/temporary-folder";

const MONTAGE_AI = ["--application", "montage-ai"];
const systemPath = process.env["PATH"] ?? "";
let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
const inFolder = (name: string) => path.join(folder, name);

/** A Python whose venv is itself, and whose pytest writes this report. */
const python = (pytest: string) =>
  writeProgram(
    folder,
    "python3",
    `here=${folder}
case "$*" in
  "-m venv "*) mkdir -p "$3/bin"; cp "$0" "$3/bin/python";;
  *pip*) ;;
  *pytest*) env | grep -E '^(RUN_SCALE|TEST_BASE)' > $here/env; for a in "$@"; do case "$a" in --junitxml=*) file="\${a#--junitxml=}";; esac; done
${pytest};;
esac`,
  );
const runTest = (...args: readonly string[]) => {
  mkdirSync(inFolder("app/tests/integration"), { recursive: true });
  writeFileSync(inFolder(`app/${APP.scaleTest}`), "");
  return runCiHere(
    "scale-test",
    [
      "staging",
      ...MONTAGE_AI,
      "--source",
      inFolder("app"),
      "--junit",
      inFolder("out.xml"),
      ...args,
    ],
    {
      PATH: `${folder}:${systemPath}`,
      GITHUB_STEP_SUMMARY: inFolder("summary"),
    },
  );
};
const CONDITION = (type: string) => `{"conditions":[{"type":"${type}","status":"True"}]}`;

/** A cluster in which the workers were at 3 when they were first looked at, and are at 1 since. */
const kubectl = () =>
  writeProgram(
    folder,
    "kubectl",
    `case "$*" in
  *port-forward*) echo "$@" > ${folder}/kubectl.log; echo "Forwarding from 127.0.0.1:43210 -> 8080"; exec sleep 60;;
  *deployment/*) if [ -e ${folder}/looked ]; then n=1; else n=3; touch ${folder}/looked; fi; echo '{"spec":{"replicas":'$n'}}';;
  *scaledobject/*) echo '{"metadata":{},"status":{}}';;
  *hpa/*) echo '{"spec":{"minReplicas":1,"maxReplicas":8},"status":${CONDITION("ScalingActive")}}';;
  *apiservice/*) echo '{"status":${CONDITION("Available")}}';;
esac`,
  );
const report = (counts: string) => `echo '<testsuite ${counts}/>' > "$file"`;
const URL = ["--url", "http://127.0.0.1:1"];

test("runs the app's test against the web front, and passes when it does", async () => {
  python(report('errors="0" failures="0" skipped="0" tests="1"'));
  kubectl();
  expect(await runTest(...URL)).toMatchObject({ status: 0 });
  expect(readFileSync(inFolder("env"), "utf8").trim().split("\n").sort()).toEqual([
    "RUN_SCALE_TESTS=1",
    "TEST_BASE_URL=http://127.0.0.1:1",
  ]);
  expect(readFileSync(inFolder("summary"), "utf8")).toContain("1 passed, 0 failed, 0 skipped");
});

test("keeps the test's POSTs apart, by a plugin that the app's files know nothing of", async () => {
  python(
    `echo "$@" > ${folder}/pytest; echo "$PYTHONPATH" >> ${folder}/pytest\n${report('errors="0" failures="0" skipped="0" tests="1"')}`,
  );
  await runTest(...URL);
  const [args = "", found = ""] = readFileSync(inFolder("pytest"), "utf8").split("\n");
  expect(args).toContain("-p scale_test_posts");
  expect(existsSync(path.join(found, "scale_test_posts.py"))).toBe(true);
});

test("jobs that are done while nothing scales are no success", async () => {
  python(report('errors="0" failures="0" skipped="0" tests="1"'));
  kubectl();
  writeFileSync(inFolder("looked"), "");
  expect(await runTest(...URL)).toMatchObject({ status: 1 });
  expect(readFileSync(inFolder("summary"), "utf8")).toContain(
    "Scaling is broken: the workers stayed at 1 while jobs waited",
  );
});

test("a test that was skipped is no success", async () => {
  python(report('errors="0" failures="0" skipped="1" tests="1"'));
  expect(await runTest(...URL)).toMatchObject({ status: 1 });
});

test("a test that fails fails", async () => {
  python(`${report('errors="0" failures="1" skipped="0" tests="1"')}; exit 1`);
  expect(await runTest(...URL)).toMatchObject({ status: 1 });
});

test("a test that never ends is ended", async () => {
  python("exec sleep 600");
  const { status, stdout } = await runTest(...URL, "--timeout", "1");
  expect(status).toBe(1);
  expect(stdout).toContain("the timeout of 1 s");
});

test("without --url the web front is reached in the environment's cluster", async () => {
  python(report('errors="0" failures="0" skipped="0" tests="1"'));
  kubectl();
  expect(await runTest()).toMatchObject({ status: 0 });
  expect(readFileSync(inFolder("env"), "utf8")).toContain("http://127.0.0.1:43210");
  expect(readFileSync(inFolder("kubectl.log"), "utf8")).toContain(
    "--namespace=montage-ai port-forward --address=127.0.0.1 service/montage-ai-web :80",
  );
});

test("a folder without the app's test exits 2 and says how to get it", async () => {
  const { status, stderr } = await runCiHere("scale-test", [
    "staging",
    ...MONTAGE_AI,
    "--source",
    folder,
  ]);
  expect(status).toBe(2);
  expect(stderr).toContain("app-source.ts");
});
