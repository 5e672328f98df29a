import { loadRehearsals } from "../../environments";
import type { Inventory } from "../../inventory/model";
import { RULES, runRules } from "../../rules";
import { specOf } from "../support/synth";
import { CASES, deployment } from "./four-sources-cases";
import {
  fromCluster,
  fromFolder,
  fromPlan,
  fromStack,
  type Resources,
  resourcesOf,
} from "./four-readers";

/** Rules that a source, or all of them, have nothing for, and why. */
const NOT_OF_OBJECTS = {
  "release-pins":
    "judges releases and the order of stacks, which Terraform has alone: releases of Flux, Argo CD and k3s are held against it in its own test",
  "two-owners":
    "judges what is applied beside the stacks: a stack, its plan and its cluster are the owner's own",
  "refused-objects":
    "judges what is yet to be applied: a cluster holds what its API server has taken, and a typed resource is the provider's to write",
  "alert-receivers": "judges the environment's data alone",
  "aws-account": "judges the environment's data alone",
  "plain-http": "judges the environment's data alone",
  "zone-rebalance": "judges the environment's node pools, which no Kubernetes object describes",
  "plan-execution":
    "judges what Terraform runs: YAML and a cluster have no such thing, and a plan is held against it in its own test",
  "environment-parity": "compares the data of two environments",
} as const;

/** What one rule says, in whatever order the source has its objects. */
function said(
  rule: string,
  inventory: Inventory,
  environment: string | undefined,
): readonly string[] {
  const spec = environment === undefined ? undefined : specOf(environment);
  return runRules(inventory, spec)
    .filter((result) => result.rule.id === rule)
    .flatMap(({ findings }) => findings)
    .map(({ severity, object: name, message }) => `${severity} ${name} ${message}`)
    .sort();
}

test("every rule is held against all four sources, or it says why it cannot be", () => {
  expect([...Object.keys(CASES), ...Object.keys(NOT_OF_OBJECTS)].sort()).toEqual(
    [...RULES.map(({ id }) => id), "accepted-findings"].sort(),
  );
});

test.each(Object.entries(CASES))(
  "%s says the same of the same objects from every source",
  async (rule, { environment, objects, says }) => {
    const synthesized = said(rule, fromStack(resourcesOf(objects)), environment);
    expect(synthesized).toContainEqual(expect.stringContaining(says));
    expect(said(rule, fromPlan(resourcesOf(objects)), environment)).toEqual(synthesized);
    expect(said(rule, fromFolder(objects), environment)).toEqual(synthesized);
    expect(said(rule, await fromCluster(objects), environment)).toEqual(synthesized);
  },
);

test("release-pins says the same of the same release from a stack and from its plan", () => {
  const release: Resources = {
    helm_release: {
      keda: {
        name: "keda",
        namespace: "keda",
        chart: "keda",
        repository: "https://kedacore.github.io/charts",
        version: "~> 2.20",
        values: ["crds: {install: true}"],
      },
    },
  };
  const synthesized = said("release-pins", fromStack(release), "production");
  expect(synthesized).toContainEqual(
    expect.stringContaining('installs chart keda in "~> 2.20", which is no exact version'),
  );
  expect(said("release-pins", fromPlan(release), "production")).toEqual(synthesized);
});

test.each(["alert-receivers", "environment-parity"] as const)(
  "%s says the same whatever the source holds",
  (rule) => {
    const [some, nothing] = [fromStack(resourcesOf([deployment("a", {})])), fromStack({})];
    const production = { ...specOf("production"), alerts: undefined };
    const rehearsals = loadRehearsals([production.name], {});
    const found = (inventory: Inventory) =>
      runRules(inventory, production, { rehearsals }).find((result) => result.rule.id === rule)
        ?.findings;
    expect(found(nothing)).not.toEqual([]);
    expect(found(some)).toEqual(found(nothing));
  },
);
