import { readFileSync } from "node:fs";
import { readPlan } from "../../inventory/plan";
import { runRules } from "../../rules";
import { specOf } from "../support/synth";

/** Made by Terraform 1.11.4 with kubernetes 2.38.0 and helm 3.1.1, then reduced to what is read. */
const PLAN: unknown = JSON.parse(readFileSync("__tests__/fixtures/plan/sensitive.json", "utf8"));

const { inventory, problems } = readPlan({ name: "plan", json: PLAN });

function found(rule: string) {
  return runRules(inventory, undefined)
    .filter((result) => result.rule.id === rule)
    .flatMap(({ findings }) => findings)
    .map(({ object, place, message }) => ({
      at: place.kind === "terraform" ? place.address : object,
      message: message.replace(/: every reader of .*/, ""),
    }));
}

test("every secret of a real plan is found, wherever Terraform marks it as sensitive", () => {
  expect(problems).toEqual([]);
  const hygiene = found("secret-hygiene").map(({ at, message }) => `${at} ${message}`);
  expect(hygiene.toSorted()).toEqual(
    [
      "helm_release.h set[a.password] holds what a.password names (15 characters)",
      "helm_release.h set_sensitive[b.password] holds what b.password names (15 characters)",
      "helm_release.h set_sensitive[c.password] holds what c.password names (23 characters)",
      "helm_release.h set_wo[w.password] holds what w.password names (15 characters)",
      "helm_release.h values.adminPassword holds what adminPassword names (15 characters)",
      "helm_release.h2 repository_password holds what repository_password names (15 characters)",
      "helm_release.h2 values.adminPassword holds what adminPassword names (15 characters)",
      "kubernetes_config_map_v1.c data.DB_PASSWORD holds what DB_PASSWORD names (15 characters)",
      "kubernetes_deployment_v1.d spec.template.spec.containers[a].env[DB_PASSWORD] holds what DB_PASSWORD names (15 characters)",
      "kubernetes_deployment_v1.d spec.template.spec.containers[a].env[GIVEN_PASSWORD] holds what GIVEN_PASSWORD names (23 characters)",
      "kubernetes_deployment_v1.d spec.template.spec.containers[a].env[OPEN_PASSWORD] holds what OPEN_PASSWORD names (20 characters)",
      "kubernetes_manifest.deployment data.DB_PASSWORD holds what DB_PASSWORD names (23 characters)",
      "kubernetes_manifest.given holds the value of password",
      "kubernetes_manifest.secret holds the value of password",
      "kubernetes_manifest.whole holds the value of password",
      "kubernetes_secret_v1.binary holds key written out: a secret in it would be in the file, the plan and the state",
      "kubernetes_secret_v1.given holds the value of password",
      "kubernetes_secret_v1.mixed holds the value of password",
      "kubernetes_secret_v1.plain holds the value of password",
      "kubernetes_secret_v1.wo holds key written out: a secret in it would be in the file, the plan and the state",
      "kubernetes_secret_v1_data.cd holds the value of DB_PASSWORD",
    ].toSorted(),
  );
});

test("no finding of any rule says a value of it", () => {
  const all = JSON.stringify(runRules(inventory, specOf("staging")));
  expect(all).toContain("secret-hygiene");
  expect(all).not.toMatch(/correct-horse|Y29ycmVjdC1ob3JzZS/);
});

test("a Secret whose manifest is marked as a whole is one that pods may refer to", () => {
  expect(inventory.secrets.map(({ secretName }) => secretName)).toEqual(
    expect.arrayContaining(["w", "g", "given"]),
  );
});

test("outputs, settings of providers, defaults of variables and answers of data sources are looked at", () => {
  const written = "correct-horse-9";
  const reading = readPlan({
    name: "plan",
    json: {
      format_version: "1.2",
      planned_values: { outputs: { db_password: { sensitive: true, value: written } } },
      prior_state: {
        values: {
          root_module: {
            resources: [
              {
                address: "data.kubernetes_secret_v1.read",
                mode: "data",
                type: "kubernetes_secret_v1",
                values: { data: { password: written } },
                sensitive_values: { data: true },
              },
            ],
          },
        },
      },
      configuration: {
        provider_config: { kubernetes: { expressions: { token: { constant_value: written } } } },
        root_module: { variables: { smtp_password: { default: written }, region: {} } },
      },
    },
  });
  const addresses = runRules(reading.inventory, undefined)
    .filter(({ rule }) => rule.id === "secret-hygiene")
    .flatMap(({ findings }) => findings.map(({ object }) => object));
  expect(addresses).toEqual([
    "Terraform output.db_password",
    "Terraform variable.smtp_password",
    "Terraform provider.kubernetes",
    "Resource data.kubernetes_secret_v1.read",
  ]);
});
