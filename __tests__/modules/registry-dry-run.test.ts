import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { projectFile } from "../../environments/project";
import { resourcesByName } from "../support/registry-stack";
import { temporaryFolder } from "../support/temporary-folder";

const hasJq = spawnSync("jq", ["--version"]).status === 0;
const withJq = hasJq ? describe : describe.skip;

/** The commands of the README, as a reader takes them. */
const README = readFileSync(projectFile("modules/registry/README.md"), "utf8");
const [COMMANDS = ""] = [...README.matchAll(/^```sh\n([\s\S]+?)^```/gm)].flatMap(([, text = ""]) =>
  text.includes("retention-dry-run") ? text : [],
);

const variable = z.object({ name: z.string(), value: z.string().optional() });
const step = z.looseObject({ name: z.string(), env: z.array(variable).optional() });
const pod = z.object({ init_container: z.array(step), container: z.array(step) });
const jobTemplate = z.object({ spec: z.object({ template: z.object({ spec: pod }) }) });
const cronJobSpec = z.object({ job_template: jobTemplate });
type Step = z.output<typeof step>;

/** Steps of the CronJob as it is deployed. */
const { init_container: STEPS, container: LAST } = cronJobSpec.parse(
  resourcesByName("kubernetes_cron_job_v1")["registry-garbage-collection"]?.spec,
).job_template.spec.template.spec;

const jobOf = (initContainers: readonly Step[] | undefined) => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name: "retention-dry-run", namespace: "registry" },
  spec: { template: { spec: { initContainers, containers: LAST } } },
});

/** Stands in for the cluster: makes the job of a CronJob, and keeps what is applied. */
const KUBECTL = `#!/bin/sh
echo "$*" >> calls
case "$*" in
*" create job "*) cat job.json ;;
"apply "*) cat > applied.json ;;
esac
`;

/** Runs the README's commands against a cluster whose CronJob makes this job; undefined: it has none. */
function dryRun(job: unknown, shell = "sh") {
  const folder = temporaryFolder();
  const bin = path.join(folder, "bin");
  mkdirSync(bin);
  writeFileSync(path.join(bin, "kubectl"), KUBECTL);
  chmodSync(path.join(bin, "kubectl"), 0o755);
  if (job !== undefined) writeFileSync(path.join(folder, "job.json"), JSON.stringify(job));
  const { status, stderr } = spawnSync(shell, ["-c", COMMANDS], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, PATH: `${bin}:${process.env["PATH"] ?? ""}` },
  });
  const applied = path.join(folder, "applied.json");
  return {
    status,
    stderr,
    calls: readFileSync(path.join(folder, "calls"), "utf8").trim().split("\n"),
    applied: existsSync(applied) ? JSON.parse(readFileSync(applied, "utf8")) : undefined,
  };
}

withJq("the dry run that the README prints (skipped where there is no jq)", () => {
  test.each(["sh", "bash"])(
    "changes DRY_RUN of the deployed job in %s, and nothing else",
    (shell) => {
      const { status, applied } = dryRun(jobOf(STEPS), shell);
      const switched = STEPS.map(({ env, ...each }) => ({
        ...each,
        ...(env === undefined
          ? {}
          : { env: env.map((one) => (one.name === "DRY_RUN" ? { ...one, value: "true" } : one)) }),
      }));
      expect(JSON.stringify(switched)).not.toEqual(JSON.stringify(STEPS));
      expect({ status, applied }).toEqual({ status: 0, applied: jobOf(switched) });
    },
  );

  test("takes the last one's job away first, and reads the log when the job is complete", () => {
    const at = "-n registry";
    expect(dryRun(jobOf(STEPS)).calls).toEqual([
      `${at} delete job retention-dry-run --ignore-not-found`,
      `${at} create job retention-dry-run --from=cronjob/registry-garbage-collection --dry-run=client -o json`,
      "apply -f -",
      `${at} wait --for=condition=complete --timeout=15m job/retention-dry-run`,
      `${at} logs job/retention-dry-run -c retain`,
    ]);
  });

  const without = (name: string) => STEPS.filter((each) => each.name !== name);
  const retain = { name: "retain", env: [{ name: "DATA", value: "/data" }] };
  const elsewhere = { name: "sweep", env: [{ name: "DRY_RUN", value: "false" }] };
  test.each([
    ["has no step that retains", jobOf(without("retain"))],
    ["retains without the variable", jobOf([...without("retain"), retain])],
    ["retains without any variable", jobOf([{ name: "retain" }])],
    ["has the variable in another step alone", jobOf([retain, elsewhere])],
    ["has no steps before its container", jobOf(undefined)],
  ])("fails and applies nothing where the job %s", (_, job) => {
    const { status, stderr, applied, calls } = dryRun(job);
    expect({ applied, stderr }).toEqual({
      applied: undefined,
      stderr: expect.stringContaining("this CronJob knows no dry run: deploy first"),
    });
    expect(status).not.toBe(0);
    expect(calls).toHaveLength(2);
  });

  test("fails and applies nothing where the cluster has no such CronJob", () => {
    const { status, applied } = dryRun(undefined);
    expect({ failed: status !== 0, applied }).toEqual({ failed: true, applied: undefined });
  });
});
