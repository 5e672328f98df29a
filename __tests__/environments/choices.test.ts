import { autoscalerImageTag } from "../../addons/cluster-autoscaler";
import { environmentName } from "../../environments";
import { SEEN_RUNS } from "../../environments/facts/seen-runs";
import { poolGpu } from "../../environments/schema/gpu";
import { state } from "../../environments/schema/state";
import { redis } from "../../environments/schema/storage";
import { storage } from "../../environments/schema/storage-kinds";
import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { IMAGE_SOURCES } from "../../environments/schema/switches";
import { workerScaling } from "../../environments/schema/worker-scaling";
import { validate } from "../../environments/validate";
import { readSynthesized } from "../../inventory/synthesized";
import { runRules } from "../../rules";
import type { Finding } from "../../rules/engine/rule";
import {
  CHOICES,
  chosen,
  type Dimension,
  eachChoice,
  pairsOf,
  pairwise,
  type Row,
} from "../support/choices";
import { KUBERNETES_MINORS } from "../../testbed/kubernetes-releases";
import { specOf, synthesize } from "../support/synth";

/** What the schema offers; a new choice is in none of CHOICES, and the test of it fails until it is. */
const OFFERED: Readonly<Record<Dimension, readonly string[]>> = {
  storage: storage.options.map(({ shape }) => shape.kind.value),
  images: IMAGE_SOURCES,
  redis: redis.options.map(({ shape }) => shape.kind.value),
  state: state.options.map(({ shape }) => shape.kind.value),
  scaling: workerScaling.options.map(({ shape }) => shape.kind.value),
  gpu: poolGpu.options.flatMap((option) =>
    "shape" in option
      ? [option.shape.sharing.value]
      : option.options.map(({ shape }) => `${shape.sharing.value} ${shape.strategy.value}`),
  ),
};

/** Local has no Vault, which a registry outside the cluster needs, and its workers have one node's claims. */
const allowed = ({ storage: kind, images }: Row) => kind !== "node-local" || images === "registry";

const ROWS = pairwise(OFFERED, allowed);

test.each(Object.entries(OFFERED))("each choice of %s is tried", (dimension, offered) => {
  expect(Object.keys(CHOICES[dimension as Dimension]).toSorted()).toEqual(offered.toSorted());
});

test("every two choices that can be together are together in a row", () => {
  const met = new Set(ROWS.flatMap(pairsOf));
  expect(met).toContain("storage cephfs, images registry");
  expect(met).toContain("redis existing, gpu mig mixed");
  expect(met).not.toContain("storage node-local, images ghcr");
  expect(ROWS.length).toBeLessThan(30);
});

/** All pairs on the minors that environments are on; on the others each choice once: what they change differs little. */
const OWN = new Set(ENVIRONMENT_NAMES.map((name) => specOf(name).cluster.kubernetesVersion));
const EACH = eachChoice(ROWS);

test("each choice is in a row for every minor", () => {
  const choices = (rows: readonly Row[]) =>
    new Set(rows.flatMap((row) => Object.entries(row).map((entry) => entry.join(" "))));
  expect(choices(EACH)).toEqual(choices(ROWS));
  expect(EACH.length).toBeLessThan(8);
});

const CASES = KUBERNETES_MINORS.flatMap((minor) =>
  (OWN.has(minor) ? ROWS : EACH).map(
    (row) => [`${Object.values(row).join(", ")} on ${minor}`, row, minor] as const,
  ),
);

test.each(CASES)(
  "%s is synthesized and every rule holds, or it is refused with the reason",
  (_, row, minor) => {
    const spec = chosen(row, minor);
    const result = validate(environmentName(spec.name), spec);
    expect(result.ok ? [] : result.issues).toEqual([]);
    if (spec.cluster.kind === "eks" && autoscalerImageTag(minor) === undefined) {
      // Another minor's would simulate another scheduler.
      expect(() => synthesize(spec)).toThrow(
        /cluster\.kubernetesVersion[^]+no cluster-autoscaler release is known/,
      );
      return;
    }
    const stacks = Object.entries(synthesize(spec)).map(([name, json]) => ({
      name: `${spec.name}-${name}`,
      json,
    }));
    const errors = runRules(readSynthesized(stacks), spec)
      .flatMap(({ findings }) => findings)
      .filter(({ severity }) => severity === "error");
    // Charts are refused on a Kubernetes that neither their projects nor an end-to-end test has tried.
    const untried = ({ rule, message }: Finding) =>
      SEEN_RUNS[minor] === undefined && rule === "release-pins" && /is tested on/.test(message);
    expect(errors.filter((each) => !untried(each))).toEqual([]);
  },
);
