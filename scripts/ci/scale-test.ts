import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { chosenApplication } from "../../environments/applications";
import { APPLICATION_OPTION } from "../../runtime/options";
import { fromCaller } from "../../runtime/caller";
import { EXIT, runCommand } from "../../runtime/exit";
import { CommandFailure } from "../../runtime/failure";
import { withPortForward } from "../../runtime/port-forward";
import { projectFile } from "../../environments/project";
import type { ApplicationSpec, EnvironmentSpec } from "../../environments/schema";
import { scaledObjectName, webName, workerDeploymentName } from "../../environments/workload-names";
import { APP } from "./lib/app";
import { scriptArguments } from "../arguments";
import { CommandLine } from "../../runtime/command-line";
import { environmentOf } from "./lib/environment";
import { readJunit } from "./lib/junit";
import { clusterOf } from "./lib/kubectl";
import { writeSummary } from "./lib/outputs";
import { STATUS } from "../../runtime/process/ending";
import { run } from "./lib/run";
import { scalingState } from "./lib/scaling-state";
import { watchScaling } from "./lib/scaling-watch";
import { print } from "../../masking/output";

const COMMAND = new CommandLine({
  call: "node scripts/run.mjs scripts/ci/scale-test.ts",
  does: "Runs the app's own test of scaling, and watches the scaling.",
  takes: "ENV",
  options: {
    source: {
      type: "string",
      default: "",
      value: "FOLDER",
      required: true,
      does: "the app's folder",
    },
    url: { type: "string", value: "URL", does: "the web front, in place of a port-forward" },
    ...APPLICATION_OPTION,
    // The test itself gives up after 180 s.
    timeout: { type: "string", default: "240", value: "SECONDS", does: "ends the test then" },
    junit: { type: "string", default: "scale-test.xml", value: "FILE", does: "report of the test" },
  },
});
/** Plugin of pytest that keeps the test's POSTs apart, and says why. */
const PLUGIN = { folder: "scripts/ci", name: "scale_test_posts" };
const REQUIREMENTS = "scripts/ci/scale-test-requirements.txt";

const LOOK_MS = 2_000;
/** Beyond the stabilization and a minute for each replica. */
const REST_SPARE_SECONDS = 120;

/**
 * The app's own test of scaling (RUN_SCALE_TESTS=1) against an environment's web
 * front, through a port-forward, or against `--url`, while the scaling itself is
 * watched: the app's test is content with jobs that are done, which the workers at
 * the minimum do as well. Exit status 1: it failed, was skipped, took longer than the
 * timeout, or nothing scaled, up and back.
 */
void runCommand(async () => {
  const { values, positionals } = scriptArguments(COMMAND);
  const timeout = Number(values.timeout);
  if (!(timeout > 0))
    throw COMMAND.error(process.argv.slice(2).join(" "), "--timeout is a number of seconds");
  const spec = environmentOf(positionals[0] ?? "");
  const application = chosenApplication(spec, values.application);
  const source = fromCaller(values.source);
  if (values.source === "" || !existsSync(path.join(source, APP.scaleTest))) {
    throw COMMAND.error(
      process.argv.slice(2).join(" "),
      `--source ${values.source} has no ${APP.scaleTest}: scripts/ci/app-source.ts gets the app`,
    );
  }
  const junit = path.resolve(fromCaller(values.junit));
  rmSync(junit, { force: true });
  const options = { source, junit, timeout };
  const load = () =>
    values.url === undefined
      ? withPortForward(
          clusterOf(spec),
          {
            namespace: application.namespace,
            target: `service/${webName(application.name)}`,
            port: APP.webPort,
            localPort: 0,
          },
          (address) => test({ ...options, url: `http://${address}` }),
        )
      : test({ ...options, url: values.url });
  let status = 1;
  const resultOf = () => (existsSync(junit) ? readJunit(readFileSync(junit, "utf8")) : undefined);
  const { problems, most } = await watchScaling({
    ...watchedWorker(spec, application),
    load: async () => {
      status = await load();
      const { passed = 0, failed = 0 } = resultOf() ?? {};
      return { sent: passed + failed, done: passed };
    },
  });
  const result = resultOf();
  // pytest calls it a success when everything was skipped.
  const passed =
    status === 0 &&
    result !== undefined &&
    result.passed > 0 &&
    result.skipped === 0 &&
    problems.length === 0;
  writeSummary(
    [
      `## Scale test of ${spec.name}: ${passed ? "passed" : "failed"}`,
      "",
      result === undefined
        ? `No result: pytest ended with ${status === STATUS.timeout ? `the timeout of ${timeout} s` : `status ${status}`}.`
        : `${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped.`,
      "",
      problems.length === 0
        ? `Scaling: ${most} workers at most, and back to the minimum.`
        : `Scaling is broken: ${problems.join("; ")}.`,
    ].join("\n"),
  );
  return passed ? EXIT.ok : EXIT.failed;
});

/** The worker that previews go to, and how long its way back may take. */
function watchedWorker(spec: EnvironmentSpec, application: ApplicationSpec) {
  const fast = application.settings["QUEUE_FAST_NAME"];
  const queue = typeof fast === "string" ? fast : "default";
  const worker = application.workers.find(({ queues }) => queues.includes(queue));
  if (worker?.scaling.kind !== "deployment" || !spec.switches.addons.keda) {
    throw new CommandFailure(
      `no ScaledObject scales the worker of queue ${queue} in ${spec.name}`,
      "switch KEDA on, or choose an environment where it is",
    );
  }
  const { min, max, scaleInStabilizationSeconds } = worker.scaling;
  const deployment = workerDeploymentName(application.name, worker.name);
  const target = {
    access: clusterOf(spec),
    namespace: application.namespace,
    deployment,
    scaledObject: scaledObjectName(deployment),
  };
  return {
    min,
    look: () => scalingState(target),
    restSeconds: scaleInStabilizationSeconds + 60 * (max - min) + REST_SPARE_SECONDS,
    intervalMs: LOOK_MS,
  };
}

interface TestOptions {
  readonly source: string;
  readonly url: string;
  readonly junit: string;
  readonly timeout: number;
}

/**
 * Without the app's conftest.py: it imports the whole app and replaces its Redis, which this test has no use for.
 * With its POSTs a second apart: the app names jobs by the second, and three of one name are one job.
 */
async function test({ source, url, junit, timeout }: TestOptions): Promise<number> {
  const venv = mkdtempSync(path.join(tmpdir(), "fluxibri-scale-test-"));
  try {
    const python = await interpreter(venv);
    const pytest = ["-m", "pytest", "-p", PLUGIN.name, "--noconftest", "--quiet", APP.scaleTest];
    const { status, stdout } = await run(python, [...pytest, `--junitxml=${junit}`], {
      cwd: source,
      env: {
        RUN_SCALE_TESTS: "1",
        TEST_BASE_URL: url,
        PYTHONPATH: projectFile(PLUGIN.folder),
        PYTHONDONTWRITEBYTECODE: "1",
      },
      timeoutSeconds: timeout,
    });
    print(stdout);
    return status;
  } finally {
    rmSync(venv, { recursive: true, force: true });
  }
}

/** A Python with what the test imports, and nothing of the app. */
async function interpreter(venv: string): Promise<string> {
  const python = path.join(venv, "bin", "python");
  const install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
  for (const [program, args] of [
    ["python3", ["-m", "venv", venv]],
    [python, [...install, "--requirement", projectFile(REQUIREMENTS)]],
  ] as const) {
    const { status } = await run(program, args);
    if (status === 0) continue;
    throw new CommandFailure(
      `${program} ${args.slice(0, 3).join(" ")} failed`,
      "install Python 3.9 or newer with venv and pip, and see that the Python package index answers",
    );
  }
  return python;
}
