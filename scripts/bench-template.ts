import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { projectFile } from "../environments/project";
import { show } from "../masking/output";
import { runSync } from "../runtime/process/run-sync";
import { RUNS_BEFORE } from "./bench-commands";
import { measured, medians, type Taken } from "./bench-process";

const SAMPLES = 3;
const INSTALL_SECONDS = 300;

/** As `cdktf init --template typescript` of CDKTF 0.21 asks for them; TypeScript is the newest that ts-node takes. */
const TOOLS = ["ts-node@10.9.2", "typescript@5.9.3", "@types/node@20.19.43"];
/** Of this project, so that both ways load the same. */
const SHARED = ["cdktf", "constructs", "@cdktf"];

/** Providers by their index, as the template's and most public projects have them. */
const PROGRAM = `
import { App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { provider as aws, s3Bucket } from "@cdktf/provider-aws";
import { provider as helm, release } from "@cdktf/provider-helm";
import { provider as kubernetes, namespaceV1 } from "@cdktf/provider-kubernetes";

class Stack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new aws.AwsProvider(this, "aws", { region: "eu-central-1" });
    new kubernetes.KubernetesProvider(this, "kubernetes", {});
    new helm.HelmProvider(this, "helm", {});
    new s3Bucket.S3Bucket(this, "bucket", {});
    new namespaceV1.NamespaceV1(this, "namespace", { metadata: { name: id } });
    new release.Release(this, "release", { name: "keda", chart: "keda" });
  }
}

const app = new App();
for (const name of ["local", "staging", "production"]) new Stack(app, name);
app.synth();
`;

const CONFIGURATION = {
  compilerOptions: { target: "ES2020", module: "CommonJS", strict: true, skipLibCheck: true },
};

/** The template's way beside `npm start`. */
export interface TemplateFigure {
  readonly template: Taken;
  readonly start: Taken;
}

/**
 * A program as the CDKTF template has it, by ts-node and with the providers' indexes: three
 * stacks of six elements. It does less than `npm start`, which synthesizes three
 * environments and holds every rule against them.
 *
 * @returns undefined where the packages of the template cannot be had
 */
export function templateFigure(): TemplateFigure | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), "fluxibri-template-"));
  try {
    writeFileSync(path.join(folder, "package.json"), '{ "private": true }');
    writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify(CONFIGURATION));
    writeFileSync(path.join(folder, "main.ts"), PROGRAM);
    const installed = runSync({
      program: "npm",
      args: ["install", "--no-audit", "--no-fund", "--loglevel=error", ...TOOLS],
      cwd: folder,
      timeoutSeconds: INSTALL_SECONDS,
    });
    if (!installed.ok) {
      show(`the template's way is not measured: ${installed.lastLines(1) || installed.summary}\n`);
      return undefined;
    }
    const modules = path.join(folder, "node_modules");
    mkdirSync(modules, { recursive: true });
    for (const name of SHARED) {
      symlinkSync(projectFile(`node_modules/${name}`), path.join(modules, name));
    }
    const ways = {
      template: [["--preserve-symlinks", "node_modules/.bin/ts-node", "main.ts"], folder],
      start: [["scripts/run.mjs", "cli/start/index.ts"], projectFile(".")],
    } as const;
    const samples: Record<keyof typeof ways, Taken[]> = { template: [], start: [] };
    const take = (way: keyof typeof ways) => {
      const [args, where] = ways[way];
      return measured(process.execPath, [...args], where);
    };
    // The template's keeps nothing; one run fills the file cache.
    take("template");
    for (let round = 0; round < RUNS_BEFORE; round += 1) take("start");
    for (let round = 0; round < SAMPLES; round += 1) {
      samples.template.push(take("template"));
      samples.start.push(take("start"));
    }
    show(`the template's way, ${SAMPLES} samples each\n`);
    return { template: medians(samples.template), start: medians(samples.start) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The figure as a line; empty where it was not measured. */
export function templateLine(figure: TemplateFigure | undefined): string {
  if (figure === undefined) return "";
  const { template, start } = figure;
  const times = (template.cpuSeconds / start.cpuSeconds).toFixed(1);
  return `the template's way (ts-node, indexes of providers, no rules): ${template.cpuSeconds.toFixed(2)} s CPU, ${template.peakMebibytes.toFixed(0)} MiB, ${times} times the CPU of npm start\n`;
}
