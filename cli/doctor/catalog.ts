import { PLATFORM_CATALOG } from "./catalog-platform";
import { POD_CATALOG } from "./catalog-pods";
import { WORKLOAD_CATALOG } from "./catalog-workloads";
import type { DiagnosisText } from "./diagnosis-text";

/** Every diagnosis that the doctor makes beside the rules' findings. */
export const CATALOG = { ...POD_CATALOG, ...WORKLOAD_CATALOG, ...PLATFORM_CATALOG } as const;
export type DiagnosisId = keyof typeof CATALOG;

/** docs/diagnoses.md. */
export function renderCatalog(): string {
  return [
    "# Diagnoses",
    "",
    "<!-- Generated from cli/doctor/ by `npm run generate`; do not edit. -->",
    "",
    "What `npm run doctor` looks for, beside the findings of the [rules](rules.md), which it lists as `rule-<id>`. How it is used: [operations/doctor.md](operations/doctor.md).",
    "",
    ...section("Pods, images and volumes", POD_CATALOG),
    "",
    ...section("Workloads and Services", WORKLOAD_CATALOG),
    "",
    ...section("Autoscaling, secrets, releases and nodes", PLATFORM_CATALOG),
    "",
  ].join("\n");
}

function section(title: string, texts: Readonly<Record<string, DiagnosisText>>): string[] {
  return [
    `## ${title}`,
    "",
    "| diagnosis | means | seen by |",
    "| --- | --- | --- |",
    ...Object.entries(texts).map(([id, text]) => `| \`${id}\` | ${text.title} | ${text.reads} |`),
  ];
}
