import { readFileSync } from "node:fs";
import { z } from "zod";
import { projectFile } from "../../environments/project";
import { resourcesByName, synthesizedRegistry } from "../support/registry-stack";

interface Step {
  readonly name: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly unknown[];
}
interface CronJobSpec {
  readonly job_template: {
    readonly spec: {
      readonly template: {
        readonly spec: {
          readonly init_container: readonly Step[];
          readonly container: readonly Step[];
        };
      };
    };
  };
}

const cronJob = resourcesByName("kubernetes_cron_job_v1")["registry-garbage-collection"];
const deployments = resourcesByName("kubernetes_deployment_v1");

function steps(): readonly Step[] {
  const spec: CronJobSpec = JSON.parse(JSON.stringify(cronJob?.spec));
  const { init_container, container } = spec.job_template.spec.template.spec;
  return [...init_container, ...container];
}

function step(name: string): Step {
  const found = steps().find((each) => each.name === name);
  if (found === undefined) throw new Error(`no step ${name}`);
  return found;
}

describe("garbage collection of the registry", () => {
  it("reads the cluster before it switches pushes off, retains and sweeps, and judges last", () => {
    expect(steps().map(({ name }) => name)).toEqual([
      "read",
      "pushes-off",
      "wait-for-pushes",
      "retain",
      "sweep",
      "pushes-on",
      "verdict",
    ]);
    expect(step("pushes-off").args).toContain("--replicas=0");
    expect(step("pushes-on").args).toContain("--replicas=1");
  });

  it("fails before anything is switched off where the cluster cannot be read", () => {
    expect(step("read").command).toEqual(["python", "/program/image_references.py"]);
  });

  it("switches pushes on again after a step that failed, then fails itself", () => {
    expect(step("retain").command?.[2]).toMatch(/; echo \$\? > \/result\/status$/);
    expect(step("sweep").command?.[2]).toMatch(/; echo \$\? > \/result\/status; /);
    expect(step("verdict").command?.[2]).toBe('exit "$(cat /result/status)"');
  });

  it("deletes what has no tag only when the tags are as they were decided", () => {
    expect(step("sweep").command?.[2]).toMatch(
      /^if \[ -e \/result\/sweep \]; .*registry garbage-collect --delete-untagged \/etc\/registry\/config\.yml;.* fi$/,
    );
    expect(step("retain").env).toContainEqual({ name: "SWEEP_FILE", value: "/result/sweep" });
  });

  it("keeps the ten newest images of each repository, or as many as the environment says", () => {
    const newest = { name: "KEEP_NEWEST", value: "10" };
    expect(step("retain").env).toContainEqual(newest);
    expect(synthesizedRegistry({ keepNewest: 3 })).toMatch(/"name": "KEEP_NEWEST",\s+"value": "3"/);
  });

  it("never runs twice at once, and at the environment's hour in UTC", () => {
    expect(cronJob?.spec).toMatchObject({
      schedule: "30 3 * * 0",
      timezone: "Etc/UTC",
      concurrency_policy: "Forbid",
      job_template: { spec: { backoff_limit: 2 } },
    });
  });

  it("is not undone by an apply: Terraform ignores the push server's replicas", () => {
    expect(deployments["registry-push"]?.lifecycle).toEqual({
      ignore_changes: ["spec[0].replicas"],
    });
    expect(deployments["registry-pull"]).not.toHaveProperty("lifecycle");
  });

  it("may scale the push server, and in the whole cluster only list what names images", () => {
    const role = resourcesByName("kubernetes_role_v1")["registry-garbage-collection"];
    expect(role?.rule).toEqual([
      {
        api_groups: ["apps"],
        resources: ["deployments"],
        resource_names: ["registry-push"],
        verbs: ["get"],
      },
      {
        api_groups: ["apps"],
        resources: ["deployments/scale"],
        resource_names: ["registry-push"],
        verbs: ["get", "patch", "update"],
      },
      { api_groups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] },
    ]);
    const rules = resourcesByName("kubernetes_cluster_role_v1")["registry-garbage-collection"]
      ?.rule;
    const listed = z
      .array(
        z.object({
          api_groups: z.tuple([z.string()]),
          resources: z.array(z.string()),
          verbs: z.tuple([z.literal("list")]),
        }),
      )
      .parse(rules)
      .flatMap(({ api_groups: [group], resources }) =>
        resources.map((resource) => `${group}/${resource}`),
      );
    // What the program asks for, and no more.
    const program = readFileSync(projectFile("modules/registry/image_references.py"), "utf8");
    const asked = [...program.matchAll(/"apis?\/(?:(\S+?)\/)?v1(?:alpha1)?\/(\w+)"/g)];
    expect(listed.toSorted()).toEqual(
      asked.map(([, group = "", resource]) => `${group}/${resource}`).toSorted(),
    );
    expect(listed).not.toContain("/secrets");
  });
});
