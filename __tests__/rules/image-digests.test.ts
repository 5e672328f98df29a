import { readSynthesized } from "../../inventory/synthesized";
import { imageDigests } from "../../rules/image-digests";
import { montageAiAlone } from "../support/applications";
import { changedSpec } from "../support/changed-spec";
import { specOf, synthesize } from "../support/synth";
import { montageAiIn } from "../support/applications";

const DIGEST = `sha256:${"a".repeat(64)}`;

function findings(name: string, changes: Readonly<Record<string, unknown>> = {}) {
  const spec = changedSpec(montageAiAlone(specOf(name)), changes);
  const stacks = Object.entries(synthesize(spec)).map(([stack, json]) => ({ name: stack, json }));
  return imageDigests.check(readSynthesized(stacks), spec);
}

/** A pod as a live cluster has it, in an environment's namespace. */
function pod(image: string, labels: Readonly<Record<string, string>>) {
  const json = {
    resource: {
      kubernetes_pod_v1: {
        pod: {
          metadata: { name: "pod", namespace: "keda", labels },
          spec: { container: [{ name: "main", image }] },
        },
      },
    },
  };
  return imageDigests.check(readSynthesized([{ name: "x", json }]), specOf("production"));
}

test("a tag alone is an error in a protected environment, once for all pods of the app", () => {
  expect(findings("production")).toMatchObject([
    {
      severity: "error",
      object: "Setting switches.imageTags.montage-ai",
      place: { file: "environments/production.switches.json" },
      fix: expect.stringContaining("npm run mirror -- production --pin"),
    },
  ]);
});

test.each(["local", "staging"])("a tag alone is warned of in %s", (name) => {
  expect(findings(name)).toMatchObject([
    { severity: "warning", object: "Setting switches.imageTags.montage-ai" },
  ]);
});

test.each(["local", "staging", "production"])(
  "with the app's digest every image that %s makes pods of is named by its content",
  (name) => {
    expect(findings(name, { "switches.imageTags.montage-ai": `d5eade7@${DIGEST}` })).toEqual([]);
  },
);

test("a variant of the app's image has the app's tag", () => {
  const [worker] = montageAiIn(specOf("production")).workers;
  const found = findings("production", {
    "applications.0.workers": [{ ...worker, imageVariant: "qsv" }],
  });
  expect(found.map(({ object }) => object)).toEqual(["Setting switches.imageTags.montage-ai"]);
});

test("a pod of a chart is warned of: its images are the chart's", () => {
  const helm = { "app.kubernetes.io/managed-by": "Helm" };
  expect(pod("ghcr.io/kedacore/keda:2.20.2", helm)).toMatchObject([{ severity: "warning" }]);
  expect(pod("ghcr.io/kedacore/keda:2.20.2", {})).toMatchObject([{ severity: "error" }]);
  expect(pod(`ghcr.io/kedacore/keda:2.20.2@${DIGEST}`, {})).toEqual([]);
});

test("without an environment nothing is asked of images by tag", () => {
  expect(imageDigests.check(readSynthesized([]), undefined)).toEqual([]);
});

test("an application that names no repository outside the cluster is told what the command needs of it", () => {
  const [finding] = findings("local", {
    "applications.0.published": undefined,
    "switches.imageTags.montage-ai": "d5eade7",
  });
  expect(finding?.fix).toMatch(
    /^npm run mirror -- local --pin --from REPOSITORY, which is where builds of montage-ai are published/,
  );
  const [published] = findings("local");
  expect(published?.fix).toMatch(/^npm run mirror -- local --pin, where the registry/);
});
