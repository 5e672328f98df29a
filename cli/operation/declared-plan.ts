import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { isObject } from "../../inventory/json";
import type { Terraform } from "../../runtime/terraform/terraform";
import { type PlanContent, readChanges } from "./changes";
import type { ConsumedOutput, OutputValues } from "./upstream";

const stackJson = z.looseObject({
  terraform: z.looseObject({ required_providers: z.record(z.string(), z.unknown()).default({}) }),
});

/** Stands for a value that only the apply of an earlier stack can tell. */
const UNKNOWN = "known-after-apply-of-an-earlier-stack";

/** What a plan without the earlier stacks needs. */
export interface DeclaredPlanProps {
  /** Content of the stack's cdk.tf.json. */
  readonly json: unknown;
  readonly consumed: readonly ConsumedOutput[];
  /** What earlier stacks have in their state; it goes before what is declared. */
  readonly valuesOf: (producer: string) => OutputValues;
  /** Empty folder for a copy of the stack. */
  readonly folder: string;
  /** Terraform of that folder. */
  readonly terraform: Terraform;
  /** Writes the lock file that `init` of a folder goes by. */
  lockProviders(folder: string, json: unknown): void;
}

/**
 * Plans a stack whose earlier stacks were never applied: a test run with
 * providers that do nothing, on a copy without backend, and with the outputs that
 * the earlier stacks' code declares. No cluster is asked, so a custom resource
 * can be planned before its CRD is there. Its own state is not seen: all is new.
 */
export async function planDeclared(props: DeclaredPlanProps): Promise<PlanContent> {
  const { folder, terraform } = props;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { copy, test } = declaredTest(props);
  writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify(copy));
  writeFileSync(path.join(folder, "declared.tftest.json"), JSON.stringify(test));
  props.lockProviders(folder, props.json);
  try {
    await terraform.init();
    const [plan] = await terraform.testPlans();
    return readChanges(plan);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The stack without what reaches out of it, and the run that plans it. */
export function declaredTest({
  json,
  consumed,
  valuesOf,
}: Pick<DeclaredPlanProps, "json" | "consumed" | "valuesOf">): {
  readonly copy: object;
  readonly test: object;
} {
  const stack = stackJson.parse(json);
  const sources = new Map<string, Record<string, unknown>>();
  for (const { producer, source, output, declared } of consumed) {
    const values = sources.get(source) ?? {};
    sources.set(source, values);
    values[output] = valuesOf(producer)[output] ?? declared ?? UNKNOWN;
  }
  return {
    copy: {
      // Mocked providers are not configured, and ephemeral resources serve their configuration only.
      // An output may read what only a real provider fills in.
      ...without(stack, "provider", "ephemeral", "output"),
      terraform: without(stack.terraform, "backend", "cloud"),
    },
    test: {
      mock_provider: Object.fromEntries(
        Object.keys(stack.terraform.required_providers).map((name) => [name, {}]),
      ),
      override_data: [...sources].map(([source, values]) => ({
        target: `data.terraform_remote_state.${source}`,
        values: { outputs: values },
      })),
      run: { plan: { command: "plan" } },
    },
  };
}

function without(block: object, ...names: readonly string[]): object {
  return Object.fromEntries(Object.entries(block).filter(([name]) => !names.includes(name)));
}

const stateJson = z.object({
  values: z
    .object({
      root_module: z.object({
        resources: z
          .array(
            z.object({
              address: z.string(),
              mode: z.string(),
              type: z.string(),
              values: z.unknown().optional(),
            }),
          )
          .default([]),
      }),
    })
    .optional(),
});

/**
 * What a declared plan means for a stack that has a state: what is new, and what
 * goes. What changes in place is not known before the earlier stacks are applied.
 *
 * @param state `terraform show -json` of the stack
 */
export function againstState(declared: PlanContent, state: unknown): PlanContent {
  const { values } = stateJson.parse(isObject(state) ? state : {});
  const there = (values?.root_module.resources ?? []).filter(({ mode }) => mode === "managed");
  const known = new Set(there.map(({ address }) => address));
  const wanted = new Set(declared.addresses);
  return {
    ...declared,
    changes: [
      ...declared.changes.filter(({ address }) => !known.has(address)),
      ...there
        .filter(({ address }) => !wanted.has(address))
        .map(({ address, type, values: before }) => ({
          address,
          type,
          action: "delete" as const,
          because: [],
          before,
        })),
    ],
  };
}

/** Whether a stack was ever applied and still has something. */
export function isEmptyState(state: unknown): boolean {
  const { values } = stateJson.parse(isObject(state) ? state : {});
  return (values?.root_module.resources ?? []).every(({ mode }) => mode !== "managed");
}
