import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { ENVIRONMENT_NAMES } from "../environments/schema";
import { isObject } from "../inventory/json";
import { readSynthesized } from "../inventory/synthesized";
import { specOf, synthesize } from "./support/synth";

/** Kinds of objects that pages name, as kubectl takes them, and the Terraform resources or kinds that make them. */
const KINDS: Readonly<Record<string, string>> = {
  deployment: "deployment",
  statefulset: "statefulset",
  service: "service",
  svc: "service",
  cronjob: "cronjob",
  configmap: "configmap",
  ingress: "ingress",
  hpa: "horizontalpodautoscaler",
  pdb: "poddisruptionbudget",
  pvc: "persistentvolumeclaim",
  serviceaccount: "serviceaccount",
  scaledobject: "scaledobject",
  scaledjob: "scaledjob",
  externalsecret: "externalsecret",
  clustersecretstore: "clustersecretstore",
};

/** Objects of charts, by their own names. */
const OF_CHARTS = new Set([
  "deployment/keda-operator",
  "service/kube-prometheus-stack-alertmanager",
  "service/kube-prometheus-stack-grafana",
  "statefulset/alertmanager-kube-prometheus-stack-alertmanager",
]);

/** Every object of every environment, as `kind/name`. */
function synthesized(): ReadonlySet<string> {
  const found = new Set<string>();
  for (const name of ENVIRONMENT_NAMES) {
    const stacks = synthesize(specOf(name));
    // Names that Terraform puts together, as a ScaledObject's of its Deployment's.
    const { autoscalers } = readSynthesized(
      Object.entries(stacks).map(([stack, json]) => ({ name: stack, json })),
    );
    for (const { kind, name: object } of autoscalers) found.add(`${kind.toLowerCase()}/${object}`);
    for (const { resource = {} } of Object.values(stacks)) {
      for (const [type, blocks] of Object.entries(resource)) {
        const kind = type
          .replace(/^kubernetes_/, "")
          .replace(/_v\d+$/, "")
          .replaceAll("_", "");
        for (const block of Object.values(blocks)) {
          const { manifest = { ...block, kind } } = block;
          if (!isObject(manifest) || !isObject(manifest["metadata"])) continue;
          found.add(`${String(manifest["kind"]).toLowerCase()}/${manifest["metadata"]["name"]}`);
        }
      }
    }
  }
  return found;
}

/** Objects that commands of a text name. What a command creates or deletes needs not be there. */
function namedIn(text: string): readonly string[] {
  const kinds = Object.keys(KINDS).join("|");
  return text
    .split("\n")
    .flatMap((line) => line.split(/(?=kubectl )/).filter((part) => part.startsWith("kubectl ")))
    .filter((command) => !/\b(create|delete)\b/.test(command.split("`")[0] ?? ""))
    .flatMap((command) => [
      ...(command.split("`")[0] ?? "").matchAll(
        new RegExp(`\\b(${kinds})[/ ]([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?![\\w<-])`, "g"),
      ),
    ])
    .map(([, kind = "", name = ""]) => `${KINDS[kind]}/${name}`);
}

const pages = existsSync(".git")
  ? execFileSync("git", ["ls-files", "-z", "*.md"], { encoding: "utf8" })
      .split("\0")
      .filter((file) => file !== "" && file !== "CHANGELOG.md" && existsSync(file))
  : [];
const inCheckout = pages.length > 0 ? test : test.skip;

inCheckout("every object that a page gives to kubectl is one that we make, or a chart's", () => {
  const known = synthesized();
  const named = pages.flatMap((page) =>
    namedIn(readFileSync(page, "utf8")).map((object) => ({ page, object })),
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter(({ object }) => !known.has(object) && !OF_CHARTS.has(object))).toEqual([]);
});

test("an object that nobody makes would be noticed", () => {
  const known = synthesized();
  expect(namedIn("kubectl -n a exec deployment/redis -- redis-cli ping")).toEqual([
    "deployment/redis",
  ]);
  expect(known).not.toContain("deployment/redis");
  expect(known).toContain("statefulset/redis");
  expect(known).toContain("scaledobject/montage-ai-worker-scaledobject");
});
