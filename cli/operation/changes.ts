import { z } from "zod";

/** What a plan does with a resource. */
export type ChangeAction = "create" | "update" | "replace" | "delete" | "forget";

/** A resource that a plan changes. */
export interface PlannedChange {
  readonly address: string;
  readonly type: string;
  readonly action: ChangeAction;
  /** For a replacement: the attributes that force it. */
  readonly because: readonly string[];
  /** What is there now; undefined for what is made. */
  readonly before: unknown;
  /** What will be there, as far as it is known; undefined for what goes. */
  readonly after?: unknown;
  /** `true` in the places of `after` that only the apply tells. */
  readonly afterUnknown?: unknown;
}

/** Number of resources that are made, changed in place and destroyed; a replacement is one of each end. */
export interface ChangeCounts {
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
}

const pathOfAttribute = z.array(z.union([z.string(), z.number()]));

/** https://developer.hashicorp.com/terraform/internals/json-format */
const planJson = z.object({
  resource_changes: z
    .array(
      z.object({
        address: z.string(),
        mode: z.string(),
        type: z.string(),
        change: z.object({
          actions: z.array(z.string()),
          before: z.unknown().optional(),
          after: z.unknown().optional(),
          after_unknown: z.unknown().optional(),
          replace_paths: z.array(pathOfAttribute).default([]),
        }),
      }),
    )
    .default([]),
  output_changes: z.record(z.string(), z.object({ actions: z.array(z.string()) })).default({}),
});

/** What a plan changes. */
export interface PlanContent {
  readonly changes: readonly PlannedChange[];
  /** Addresses of all managed resources that are in the plan, changed or not. */
  readonly addresses: readonly string[];
  /** Outputs that change. */
  readonly outputs: readonly string[];
}

/** Reads `terraform show -json PLAN`, or the plan of a test run. */
export function readChanges(json: unknown): PlanContent {
  const { resource_changes: resources, output_changes: outputs } = planJson.parse(json);
  const managed = resources.filter(({ mode }) => mode === "managed");
  return {
    changes: managed.flatMap(({ address, type, change }) => {
      const action = actionOf(change.actions);
      if (action === undefined) return [];
      const because = change.replace_paths.map((segments) => segments.join("."));
      const { before, after, after_unknown: afterUnknown } = change;
      return [{ address, type, action, because, before, after, afterUnknown }];
    }),
    addresses: managed.map(({ address }) => address),
    outputs: Object.entries(outputs)
      .filter(([, { actions }]) => actionOf(actions) !== undefined)
      .map(([name]) => name),
  };
}

/** When a plan was made, in milliseconds since 1970; undefined: it does not say (Terraform before 1.5). */
export function plannedAt(json: unknown): number | undefined {
  const { timestamp = "" } = z.object({ timestamp: z.string().optional() }).parse(json);
  const milliseconds = Date.parse(timestamp);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

function actionOf(actions: readonly string[]): ChangeAction | undefined {
  const [first, second] = actions;
  if (second !== undefined) return "replace";
  switch (first) {
    case "create":
    case "update":
    case "delete":
    case "forget":
      return first;
    default:
      return undefined;
  }
}

/** The figures that Terraform's own summary has. */
export function countChanges(changes: readonly PlannedChange[]): ChangeCounts {
  const count = (...actions: readonly ChangeAction[]) =>
    changes.filter(({ action }) => actions.includes(action)).length;
  return {
    add: count("create", "replace"),
    change: count("update"),
    destroy: count("delete", "replace"),
  };
}
