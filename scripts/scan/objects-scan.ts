import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { synthesize } from "../../cli/synthesis/synthesize";
import { loadEnvironments } from "../../environments";
import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { isObject, type JsonObject } from "../../inventory/json";
import { readSynthesized } from "../../inventory/synthesized";
import type { Progress } from "../../runtime/progress";
import { run } from "../../runtime/process/run";
import { pythonEnvironment } from "../../runtime/python-environment";
import { attempt, LIMIT_SECONDS } from "./attempt";
import type { ScanFinding, ScanResult } from "./finding";
import { awsPartOf, manifestsOf } from "./objects";

const FRAMEWORKS = ["kubernetes", "terraform_json"] as const;
const WORKLOADS = new Set(["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"]);

const check = z.object({
  check_id: z.string(),
  check_name: z.string(),
  resource: z.string(),
  file_path: z.string(),
});
const report = z.object({
  results: z.object({
    passed_checks: z.array(check),
    failed_checks: z.array(check),
    parsing_errors: z.array(z.string()).default([]),
  }),
});
const reports = z.union([z.array(report), report.transform((one) => [one])]);

/** checkov on the Kubernetes objects of all environments, and on AWS' part of their stacks. */
export function scanByCheckov(say: Progress): Promise<ScanResult> {
  return attempt("checkov", async () => {
    const python = await pythonEnvironment(
      { requirements: "scripts/scan/requirements-objects.txt", what: "checkov" },
      say,
    );
    const folder = mkdtempSync(path.join(tmpdir(), "fluxibri-scan-"));
    try {
      const names = writeObjects(folder);
      const ended = await run({
        program: python,
        args: [
          ...["-m", "checkov.main", "--directory", folder, "--framework", ...FRAMEWORKS],
          ...["--skip-download", "--compact", "--output", "json"],
        ],
        ...{ timeoutSeconds: LIMIT_SECONDS, mostBytes: 2 ** 28 },
      });
      if (!/^\s*[[{]/.test(ended.stdout)) throw new Error(ended.lastLines() || ended.summary);
      return findingsIn(reports.parse(JSON.parse(ended.stdout)), names);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

/** One file an object, so that each one that was not judged is known by name. */
function writeObjects(folder: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const specs = loadEnvironments(ENVIRONMENT_NAMES, {});
  for (const { name, stacks } of synthesize(specs, undefined).environments) {
    mkdirSync(path.join(folder, name));
    const inventory = readSynthesized(stacks.map(({ id, json }) => ({ name: id, json })));
    manifestsOf(inventory).forEach((manifest, index) => {
      const file = `/${name}/object-${index}.json`;
      names.set(file, nameOf(manifest));
      writeFileSync(path.join(folder, file), plainText(manifest));
    });
    for (const { id, json } of stacks) {
      const part = awsPartOf(json);
      if (part === undefined) continue;
      mkdirSync(path.join(folder, id));
      writeFileSync(path.join(folder, id, "main.tf.json"), JSON.stringify(part, null, 1));
    }
  }
  return names;
}

/** An object whose texts are texts: what is written in them in another language is not for the checks. */
function plainText(value: JsonObject): string {
  const plain = (_key: string, inner: unknown) =>
    typeof inner === "string" ? inner.replaceAll(/[{}]/g, "_") : inner;
  return JSON.stringify(value, plain, 1);
}

function nameOf({ kind, metadata }: JsonObject): string {
  const { namespace, name } = isObject(metadata) ? metadata : {};
  return `${String(kind)} ${namespace === undefined ? "" : `${String(namespace)}/`}${String(name)}`;
}

function findingsIn(
  all: z.output<typeof reports>,
  names: ReadonlyMap<string, string>,
): readonly ScanFinding[] {
  const found = all.flatMap(({ results }) => results.failed_checks);
  const looked = new Set(
    all.flatMap(({ results }) =>
      [...results.failed_checks, ...results.passed_checks].map((each) => each.file_path),
    ),
  );
  const unread = [...names].filter(
    ([file, name]) => WORKLOADS.has(name.split(" ")[0] ?? "") && !looked.has(file),
  );
  const failed = all.flatMap(({ results }) => results.parsing_errors);
  const finding = (id: string, where: string, says: string): ScanFinding => ({
    scanner: "checkov",
    check: id,
    where,
    says,
  });
  const once = new Map(
    found.map(({ check_id: id, check_name: says, resource, file_path: file }) => {
      const where = names.get(file) ?? `${path.dirname(file).slice(1)} ${resource}`;
      return [`${id} ${where}`, finding(id, where, says)] as const;
    }),
  );
  return [
    ...once.values(),
    ...unread.map(([, name]) => finding("not-read", name, "was passed over")),
    ...failed.map((file) => finding("not-read", file, "cannot be parsed")),
  ];
}
