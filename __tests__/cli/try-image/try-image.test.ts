import { ghcr } from "../../../environments/shared";
import { triedPods } from "../../../cli/try-image/tried-pods";
import { canStart, standIn } from "../../support/container-images";
import { runScript } from "../../support/run-script";
import { specOf } from "../../support/synth";
import { temporaryFolder, writeProgram } from "../../support/temporary-folder";
import { montageAiIn, withApplication } from "../../support/applications";

const withRedis = canStart ? test : test.skip;
const image = `${ghcr.repository}:1a2b3c4`;
const tryImage = (env: NodeJS.ProcessEnv) =>
  runScript(
    "cli/try-image/index.ts",
    ["staging", "--application", "montage-ai", "--tag", "1a2b3c4"],
    env,
  );

describe("an image (skipped without redis-server and a Python with rq)", () => {
  withRedis("that starts is imported, answers and registers, and leaves nothing", async () => {
    const { env, calls, left } = await standIn({ [image]: "starts" });
    const { status, stdout, stderr } = await tryImage(env);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: `${image} starts as montage-ai-web, montage-ai-worker-heavy, montage-ai-worker of staging\n`,
    });
    for (const step of [
      "montage_ai.web_ui.app is imported",
      "montage-ai-web: answers /health",
      "montage-ai-worker-heavy: registers in Redis",
      "montage-ai-worker: registers in Redis",
    ]) {
      expect(stderr).toContain(step);
    }
    expect(left()).toEqual([]);
    expect(calls()).toMatch(/--read-only .*--tmpfs=\/tmp:.*--env=HOME=\/tmp/);
    expect(calls()).toContain("--env=QUEUE_HEAVY_NAME=");
    expect(calls()).toContain("--env=GIT_COMMIT=1a2b3c4");
    expect(calls()).not.toContain("LITELLM_API_KEY");
  });

  withRedis("that fails at import is refused with the end of its traceback", async () => {
    const { env, left } = await standIn({ [image]: "fails-at-import" });
    const { status, stderr } = await tryImage(env);
    expect(status).toBe(1);
    expect(stderr).toContain("import montage_ai.worker fails");
    expect(stderr).toContain("ModuleNotFoundError: No module named 'src'");
    expect(left()).toEqual([]);
  });

  withRedis("that ends by itself is refused with its log", async () => {
    const { env, left } = await standIn({ [image]: "ends-at-once" });
    const { status, stderr } = await tryImage(env);
    expect(status).toBe(1);
    expect(stderr).toContain("montage-ai-web: it ends by itself");
    expect(stderr).toContain("no port for me");
    expect(left()).toEqual([]);
  });

  withRedis("that is not there is refused with what the registry says", async () => {
    const { env } = await standIn({});
    const { status, stderr } = await tryImage(env);
    expect(status).toBe(1);
    expect(stderr).toContain(`cannot pull ${image}`);
    expect(stderr).toContain("manifest unknown");
  });
});

test("a machine whose engine does not run is told so, and exits 1", async () => {
  const folder = temporaryFolder();
  for (const name of ["docker", "podman", "nerdctl"]) writeProgram(folder, name, "exit 1");
  const { status, stderr } = await tryImage({ PATH: `${folder}:${process.env["PATH"] ?? ""}` });
  expect(status).toBe(1);
  expect(stderr).toContain("none of docker, podman, nerdctl is on PATH with a running engine");
});

test("a tag that is none and a second environment are refused at once", async () => {
  const { status, stderr } = await runScript("cli/try-image/index.ts", [
    "staging",
    "local",
    "--tag",
    "latest",
  ]);
  expect(status).toBe(2);
  expect(stderr).toContain("latest is not a version");
  expect(stderr).toContain("one environment");
});

test("what is tried are the pods as synthesized, settings and own variables together", () => {
  const production = specOf("production");
  const { pods, leftOut } = triedPods(production, montageAiIn(production));
  expect(leftOut).toEqual([]);
  expect(pods.find(({ name }) => name === "montage-ai-worker")).toMatchObject({
    module: "montage_ai.worker",
    readOnlyRoot: true,
    user: { uid: 1000, gid: 1000 },
    aim: { kind: "registers", queues: ["default", "heavy"] },
    redis: { host: ["REDIS_HOST"], port: ["REDIS_PORT", "REDIS_SERVICE_PORT"] },
    variables: { WORKER_QUEUES: "default,heavy", CLUSTER_MODE: "false", MEMORY_LIMIT_GB: "24" },
  });
  expect(pods.find(({ name }) => name === "montage-ai-web")?.aim).toMatchObject({
    kind: "answers",
    path: "/health",
    portVariables: ["PORT"],
  });
});

test("a worker with a variant of the image, and one of one job a pod, are named as not tried", () => {
  const spec = specOf("production");
  const [first, ...others] = montageAiIn(spec).workers;
  if (first === undefined) throw new Error("production has no worker");
  const workers = [{ ...first, imageVariant: "qsv" }, ...others];
  const changed = withApplication(spec, { workers });
  expect(triedPods(changed, montageAiIn(changed)).leftOut).toEqual(["montage-ai-worker"]);
});
