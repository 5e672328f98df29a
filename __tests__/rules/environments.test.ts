import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { isObject } from "../../inventory/json";
import { readSynthesized, type StackSource } from "../../inventory/synthesized";
import { environmentName, loadRehearsals } from "../../environments";
import { runRules } from "../../rules";
import { specOf, synthesize } from "../support/synth";
import { montageAiIn } from "../support/applications";

const synthesized = new Map(
  ENVIRONMENT_NAMES.map((name) => [name, synthesize(specOf(name))] as const),
);

function sources(name: string): readonly StackSource[] {
  return Object.entries(synthesized.get(environmentName(name)) ?? {}).map(([stack, json]) => ({
    name: stack,
    json,
  }));
}

/** What the rules find, as `severity rule: object`. */
function found(name: string, stacks: readonly StackSource[]): readonly string[] {
  return runRules(readSynthesized(stacks), specOf(name), {
    rehearsals: loadRehearsals(ENVIRONMENT_NAMES, {}),
  }).flatMap(({ findings }) =>
    findings.map(({ severity, rule, object }) => `${severity} ${rule}: ${object}`),
  );
}

/** A tag of another application than montage-ai: one without a digest yet is no fault of the environment. */
const isOthersTag = (text: string) => /Setting switches\.imageTags\.(?!montage-ai$)/.test(text);

describe("the real environments", () => {
  test.each(ENVIRONMENT_NAMES)("%s holds every rule", (name) => {
    const errors = found(name, sources(name)).filter((line) => line.startsWith("error"));
    expect(errors).toEqual([]);
  });

  test.each(["staging", "production"])(
    "%s has only the warnings that it accepts by name",
    (name) => {
      const accepted = specOf(name).accepted ?? [];
      expect(accepted).not.toEqual([]);
      const warnings = found(name, sources(name)).filter((line) => !isOthersTag(line));
      expect(warnings.toSorted()).toEqual(
        accepted.map(({ rule, object }) => `warning ${rule}: ${object}`).toSorted(),
      );
    },
  );

  test("local says of every claim on one node that the fallback accepts it", () => {
    const spec = specOf("local");
    const findings = runRules(readSynthesized(sources("local")), spec).flatMap(
      (result) => result.findings,
    );
    const claims = montageAiIn(spec).claims.filter(
      ({ name }) => name !== montageAiIn(spec).cacheClaim,
    );
    for (const { name } of claims) {
      expect(findings).toContainEqual(
        expect.objectContaining({
          rule: "volume-topology",
          severity: "warning",
          object: `PersistentVolumeClaim montage-ai/${name}`,
          accepted: "fallback nodeLocalVolumes",
        }),
      );
    }
    const open = findings.filter(({ accepted }) => accepted === undefined);
    expect(open.map(({ object }) => object).filter((object) => !isOthersTag(object))).toEqual([]);
  });

  test.each(ENVIRONMENT_NAMES)("%s is read in full: nothing hangs on an unknown value", (name) => {
    const inventory = readSynthesized(sources(name));
    expect(inventory.workloads.map((workload) => workload.name)).toEqual(
      expect.arrayContaining(["montage-ai-web", "montage-ai-worker"]),
    );
    const names = [
      ...inventory.workloads,
      ...inventory.autoscalers,
      ...inventory.claims,
      ...inventory.secrets,
      ...inventory.helmReleases,
    ].map(({ namespace, name }) => `${namespace}/${name}`);
    expect(names.filter((text) => text.includes("${"))).toEqual([]);
  });
});

/** The stacks with a change made to each resource of a type; fails when there is none. */
function changed(
  stacks: readonly StackSource[],
  type: string,
  change: (block: Record<string, unknown>) => void,
): readonly StackSource[] {
  const copies = structuredClone(stacks);
  const blocks = copies.flatMap(({ json }) => {
    const resources = isObject(json) && isObject(json.resource) ? json.resource[type] : undefined;
    return isObject(resources) ? Object.values(resources).filter(isObject) : [];
  });
  expect(blocks).not.toEqual([]);
  blocks.forEach(change);
  return copies;
}

/** Replaces text in the JSON of all stacks; fails when it is not there. */
function replaced(
  stacks: readonly StackSource[],
  from: string,
  to: string,
): readonly StackSource[] {
  const text = JSON.stringify(stacks);
  expect(text).toContain(from);
  const copies: readonly StackSource[] = JSON.parse(text.replaceAll(from, to));
  return copies;
}

describe("a change for the worse in a real environment is found", () => {
  test("an HPA on the worker, in a stack of its own", () => {
    const hpa = {
      metadata: { name: "worker", namespace: "montage-ai" },
      spec: {
        min_replicas: 1,
        max_replicas: 4,
        scale_target_ref: { kind: "Deployment", name: "montage-ai-worker" },
      },
    };
    const json = { resource: { kubernetes_horizontal_pod_autoscaler_v2: { worker: hpa } } };
    const stacks = [...sources("staging"), { name: "by-hand", json }];
    expect(found("staging", stacks)).toEqual([
      "error autoscaler-ownership: HorizontalPodAutoscaler montage-ai/worker",
      ...found("staging", sources("staging")),
    ]);
  });

  test("a class on local-path", () => {
    const stacks = changed(sources("staging"), "kubernetes_storage_class_v1", (block) => {
      block.storage_provisioner = "rancher.io/local-path";
    });
    expect(found("staging", stacks)).toEqual(
      expect.arrayContaining([
        "error volume-topology: PersistentVolumeClaim montage-ai/montage-input",
        "error volume-topology: PersistentVolumeClaim montage-ai/montage-output",
      ]),
    );
  });

  test("the image's tag latest", () => {
    const { "montage-ai": imageTag } = specOf("staging").switches.imageTags;
    const stacks = replaced(sources("staging"), `montage-ai:${imageTag}`, "montage-ai:latest");
    expect(found("staging", stacks)).toEqual(
      expect.arrayContaining([
        "error image-source: Deployment montage-ai/montage-ai-web",
        "error image-source: Deployment montage-ai/montage-ai-worker",
      ]),
    );
  });

  test("production without the ExternalSecret of its pull secret", () => {
    const stacks = sources("production").filter(({ name }) => name !== "secrets");
    expect(found("production", stacks)).toEqual(
      expect.arrayContaining([
        "error image-source: Deployment montage-ai/montage-ai-web",
        "error image-source: Deployment montage-ai/montage-ai-worker",
      ]),
    );
  });

  test("production's pull secret in another namespace", () => {
    const stacks = changed(sources("production"), "kubernetes_manifest", (block) => {
      const { manifest } = block;
      if (!isObject(manifest) || manifest.kind !== "ExternalSecret") return;
      block.manifest = { ...manifest, metadata: { name: "ghcr-pull", namespace: "default" } };
    });
    expect(found("production", stacks)).toContain(
      "error image-source: Deployment montage-ai/montage-ai-worker",
    );
  });

  test("production on staging's fallbacks", () => {
    const { claims, cacheClaim } = montageAiIn(specOf("production"));
    const cache = claims.find(({ name }) => name === cacheClaim)?.mountPath;
    expect(cache).toBe("/data/cache");
    const stacks = changed(sources("production"), "kubernetes_deployment_v1", (block) => {
      const text = JSON.stringify(block);
      const pod: Record<string, unknown> = JSON.parse(
        text.replaceAll('"persistent_volume_claim":{', '"empty_dir":{'),
      );
      Object.assign(block, pod);
    });
    expect(found("production", stacks)).toContain(
      "error production-fallbacks: Deployment montage-ai/montage-ai-worker",
    );
  });
});
