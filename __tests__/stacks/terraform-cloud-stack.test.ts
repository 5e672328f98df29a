import { environmentName } from "../../environments";
import { Testing } from "cdktf";
import { isProtected } from "../../environments/protection";
import { type EnvironmentSpec, type TerraformCloudState } from "../../environments/schema";
import { stackNames } from "../../environments/stack-names";
import { buildEnvironment, buildTerraformCloud, cloudEnvironment } from "../../stacks";
import { specOf, type StackJson } from "../support/synth";
import { cloudEnvironments, environmentOf, synthesizeAll } from "../support/terraform-cloud";

const { stacks, cloud } = synthesizeAll();
const inCloud = Object.entries(stacks).filter(([, { terraform }]) => "cloud" in terraform);

/** Blocks of a type by their logical id. */
const resources = (type: string, stack: StackJson | undefined = cloud) =>
  stack?.resource?.[type] ?? {};
const idOf = (key: string) => `\${tfe_workspace.${key}.id}`;

function withState(
  name: EnvironmentSpec["name"],
  change: Partial<TerraformCloudState>,
): (spec: EnvironmentSpec) => EnvironmentSpec {
  return (spec) =>
    spec.name === name && spec.state.kind === "terraform-cloud"
      ? { ...spec, state: { ...spec.state, ...change } }
      : spec;
}

/** Staging, and what else is not protected, without triggers but with assessments; production and the like with local execution. */
const { cloud: changed } = synthesizeAll((spec) =>
  withState(
    spec.name,
    isProtected(spec)
      ? { executionMode: "local", runs: undefined }
      : { runs: { triggers: false, healthAssessments: true } },
  )(spec),
);

const onEks = cloudEnvironments.filter(({ cluster }) => cluster.kind === "eks");

describe("workspaces", () => {
  test("every stack in Terraform Cloud has the workspace that its cloud block names, and no other has", () => {
    const named = inCloud.map(([id, { terraform }]) => [
      id,
      Reflect.get(Object(terraform["cloud"]), "workspaces"),
    ]);
    const made = Object.entries(resources("tfe_workspace"))
      .filter(([key]) => key !== "terraform-cloud")
      .map(([key, block]) => {
        const project = String(block["project_id"]).replace(/^\$\{tfe_project\.(.+)\.id\}$/, "$1");
        return [key, { name: block["name"], project: resources("tfe_project")[project]?.["name"] }];
      });
    expect(made).not.toEqual([]);
    expect(Object.fromEntries(made)).toEqual(Object.fromEntries(named));
  });

  test("run with the pinned Terraform, never apply by themselves and are not destroyed", () => {
    for (const block of Object.values(resources("tfe_workspace"))) {
      expect(block).toMatchObject({ auto_apply: false, lifecycle: { prevent_destroy: true } });
      expect(block).not.toHaveProperty("force_delete");
    }
    const { state } = specOf("production");
    expect(resources("tfe_workspace")["production-workload"]).toMatchObject({
      auto_apply_run_trigger: false,
      terraform_version: state.kind === "terraform-cloud" ? state.terraformVersion : "",
      tags: { environment: "production", stack: "workload" },
    });
  });

  test("execute runs where the environment's data says, agents from the pool of that name", () => {
    const settings = resources("tfe_workspace_settings");
    expect(settings["production-storage"]).toMatchObject({ execution_mode: "remote" });
    expect(settings["production-storage"]).not.toHaveProperty("agent_pool_id");
    expect(settings["staging-storage"]).toMatchObject({
      execution_mode: "agent",
      agent_pool_id: expect.stringMatching(/^\$\{data\.tfe_agent_pool\..+\.id\}$/),
    });
    expect(Object.values(cloud?.data?.["tfe_agent_pool"] ?? {})).toContainEqual(
      expect.objectContaining({ name: "fluxibri-lan" }),
    );
  });

  test("health assessments are on where the data says so", () => {
    const settings = resources("tfe_workspace_settings", changed);
    expect(settings["staging-workload"]).toMatchObject({ assessments_enabled: true });
    expect(settings["production-workload"]).toMatchObject({ assessments_enabled: false });
  });
});

describe("state sharing", () => {
  test("each state is shared with exactly the stacks whose JSON reads it", () => {
    const readers = (name: unknown) =>
      inCloud
        .filter(([, { data }]) =>
          Object.values(data?.["terraform_remote_state"] ?? {}).some(
            ({ config }) => Reflect.get(Object(config), "workspaces").name === name,
          ),
        )
        .map(([id]) => idOf(id));
    const settings = resources("tfe_workspace_settings");
    for (const [id, block] of Object.entries(resources("tfe_workspace"))) {
      const setting = settings[id === "terraform-cloud" ? "terraform-cloud-settings" : id];
      const consumers = readers(block["name"]);
      expect(setting).toMatchObject({ workspace_id: idOf(id), global_remote_state: false });
      expect(setting?.["remote_state_consumer_ids"]).toEqual(consumers);
    }
    // In each environment: platform to secrets; storage, platform and secrets to each application.
    const shares = Object.values(settings).flatMap((each) => each["remote_state_consumer_ids"]);
    const counts = cloudEnvironments.map(({ applications }) => 1 + 3 * applications.length);
    expect(shares).toHaveLength(counts.reduce((sum, count) => sum + count));
  });

  test("nothing crosses from one environment to another", () => {
    for (const [id, block] of Object.entries(resources("tfe_workspace_settings"))) {
      const environment = environmentOf(id);
      for (const consumer of [block["remote_state_consumer_ids"]].flat()) {
        const [, consuming = ""] = /^\$\{tfe_workspace\.(.+)\.id\}$/.exec(String(consumer)) ?? [];
        expect(environmentOf(consuming)).toBe(environment);
      }
    }
  });
});

describe("run triggers", () => {
  const triggers = Object.values(resources("tfe_run_trigger")).map((block) => ({
    from: String(block["sourceable_id"]),
    to: String(block["workspace_id"]),
  }));
  const ids = (environment: string) =>
    stackNames(specOf(environment)).map((name) => idOf(`${environment}-${name}`));

  test.each(["staging", "production"])("%s: go from earlier to later stacks only", (name) => {
    const order = ids(name);
    const own = triggers.filter(({ to }) => order.includes(to));
    expect(own).not.toEqual([]);
    for (const { from, to } of own) {
      expect(order).toContain(from);
      expect(order.indexOf(from)).toBeLessThan(order.indexOf(to));
    }
  });

  test.each(["staging", "production"])(
    "%s: each stack follows the one before it and all whose state it reads",
    (name) => {
      const order = ids(name);
      const settings = resources("tfe_workspace_settings");
      order.forEach((to, index) => {
        const sources = triggers.filter((trigger) => trigger.to === to).map(({ from }) => from);
        const producers = Object.values(settings)
          .filter((block) => [block["remote_state_consumer_ids"]].flat().includes(to))
          .map((block) => block["workspace_id"]);
        const expected = new Set([...order.slice(0, index).slice(-1), ...producers]);
        expect([...sources].sort()).toEqual([...expected].sort());
      });
    },
  );

  test("no workspace has more sources than Terraform Cloud takes", () => {
    for (const { to } of triggers) {
      expect(triggers.filter((trigger) => trigger.to === to).length).toBeLessThanOrEqual(20);
    }
  });

  test("there are none where the data has none", () => {
    expect(resources("tfe_run_trigger", changed)).toEqual({});
  });
});

describe("variables", () => {
  test("runs on EKS get AWS credentials by OIDC, in every workspace, of a role for plans and one for applies", () => {
    const variables = Object.values(resources("tfe_variable"));
    expect(onEks).not.toEqual([]);
    const each = ["APPLY_ROLE_ARN", "PLAN_ROLE_ARN", "PROVIDER_AUTH"].map((of) => `TFC_AWS_${of}`);
    expect(variables.map(({ key }) => key)).toEqual(onEks.flatMap(() => each));
    expect(variables[2]).toMatchObject({ category: "env", value: "true" });
    for (const role of variables.slice(0, 2)) {
      expect(role).toMatchObject({ lifecycle: { ignore_changes: ["value"] } });
      expect(role).not.toHaveProperty("value");
    }
    const used = Object.values(resources("tfe_workspace_variable_set"));
    expect(used.map((use) => use["workspace_id"]).sort()).toEqual(
      onEks
        .flatMap((spec) => stackNames(spec).map((stack) => idOf(`${spec.name}-${stack}`)))
        .sort(),
    );
  });

  test("no value is in the code but switches that are no secret", () => {
    const values = Object.values(resources("tfe_variable")).flatMap(({ value }) => value ?? []);
    expect(new Set(values)).toEqual(new Set(["true"]));
    expect(JSON.stringify(cloud)).not.toMatch(/"(token|password|value_wo)":|\.atlasv1\.|arn:aws/);
  });

  test("local execution needs none", () => {
    expect(resources("tfe_workspace_settings", changed)["production-workload"]).toMatchObject({
      execution_mode: "local",
    });
    expect(resources("tfe_variable", changed)).toEqual({});
    expect(resources("tfe_variable_set", changed)).toEqual({});
  });
});

describe("the stack itself", () => {
  test("keeps its state in a workspace of its own and runs where its owner's token is", () => {
    expect(cloud?.terraform["cloud"]).toEqual({
      hostname: "app.terraform.io",
      organization: "fluxibri",
      workspaces: { name: "fluxibri-terraform-cloud" },
    });
    expect(resources("tfe_workspace")["terraform-cloud"]).toMatchObject({
      name: "fluxibri-terraform-cloud",
    });
    expect(resources("tfe_workspace_settings")["terraform-cloud-settings"]).toMatchObject({
      workspace_id: idOf("terraform-cloud"),
      execution_mode: "local",
    });
    expect(cloud?.provider).toEqual({
      tfe: [{ hostname: "app.terraform.io", organization: "fluxibri" }],
    });
  });

  test("is not made with some environments only: it would take the others' workspaces away", () => {
    const app = Testing.app();
    const built = [cloudEnvironment(buildEnvironment(app, specOf("staging")))];
    expect(buildTerraformCloud(app, built)).toBeUndefined();
  });

  test("is not made where no environment is in Terraform Cloud", () => {
    const everywhereLocal = synthesizeAll((spec) => ({ ...spec, state: { kind: "local" } }));
    expect(everywhereLocal.cloud).toBeUndefined();
  });

  test("refuses environments of another server or organization, each named with the fix", () => {
    const elsewhere = withState(environmentName("production"), {
      hostname: "tfe.example",
      organization: "other",
    });
    expect(() => synthesizeAll(elsewhere)).toThrow(
      /production\.ts: state\.hostname[^]*staging has "app\.terraform\.io"[^]*state\.organization[^]*environments\/terraform-cloud\.ts/,
    );
  });

  test("refuses one project for two environments", () => {
    expect(() =>
      synthesizeAll(withState(environmentName("production"), { project: "montage-ai-staging" })),
    ).toThrow(/state\.project[^]*is staging's too/);
  });
});
