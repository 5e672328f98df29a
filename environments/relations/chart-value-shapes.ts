import { z } from "zod";
import type { ChartPods } from "../../addons/kit/chart-pods";
import { isMapping, type Values } from "../../addons/kit/values";
import { amountOf } from "../quantity";
import { valueAt } from "../value-at";

/** What a value must be, by its path in the values, dots between the keys. */
export type Shapes = ReadonlyMap<string, Shape>;

interface Shape {
  readonly schema: z.ZodType;
  /** What to write, for a message. */
  readonly is: string;
}

const REPLICAS: Shape = { schema: z.int().min(0), is: "a whole number" };
const SWITCH: Shape = { schema: z.boolean(), is: "true or false" };
const LABEL: Shape = { schema: z.string(), is: 'a text, e.g. "true"' };
const LABELS: Shape = {
  schema: z.record(z.string(), z.unknown()),
  is: 'a mapping of labels, e.g. { "kubernetes.io/arch": "amd64" }',
};
const TOLERATIONS: Shape = {
  schema: z.array(
    z.strictObject({
      key: z.string().optional(),
      operator: z.enum(["Equal", "Exists"]).optional(),
      value: z.string().optional(),
      effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]).optional(),
      tolerationSeconds: z.int().optional(),
    }),
  ),
  is: 'a list of tolerations, e.g. [{ key: "gpu", operator: "Exists" }]',
};

/** Shapes of what the object of a chart tells of its pods: replicas, switches, requests and limits, placement. */
export function shapesOf(pods: readonly ChartPods[]): Shapes {
  const shapes = new Map<string, Shape>();
  for (const { replicas, unlessOff, containers, placement } of pods) {
    if (replicas !== undefined) shapes.set(replicas, REPLICAS);
    for (const off of [unlessOff, ...containers.map((each) => each.unlessOff)]) {
      if (off !== undefined) shapes.set(off, SWITCH);
    }
    const place = placement === undefined ? "" : `${placement}.`;
    shapes.set(`${place}tolerations`, TOLERATIONS);
    shapes.set(`${place}nodeSelector`, LABELS);
    shapes.set(`${place}nodeSelector.*`, LABEL);
    for (const { resources } of containers) {
      for (const side of ["requests", "limits"]) {
        for (const resource of ["cpu", "memory", "ephemeral-storage"]) {
          shapes.set(`${resources}.${side}.${resource}`, quantity(resource));
        }
      }
    }
  }
  return shapes;
}

/** No container starts with less; a smaller amount is one without its unit, `512`, or with another, `512m`. */
const LEAST_BYTES = 2 ** 20;

function quantity(resource: string): Shape {
  const value = z.union([z.string(), z.number()]);
  const amount = (text: string | number) => amountOf(resource, `${text}`);
  if (resource === "cpu") {
    return { schema: value.refine((text) => amount(text) >= 0), is: 'a quantity, e.g. "250m"' };
  }
  return {
    schema: value.refine((text) => amount(text) === 0 || amount(text) >= LEAST_BYTES),
    is: 'a quantity with its unit, e.g. "128Mi": a number alone counts bytes, and m is a thousandth of one',
  };
}

/** Whether a mapping stands where something else must be, so that what is in it is not looked at. */
export function isMisplaced(path: readonly string[], mapping: Values, shapes: Shapes): boolean {
  return shapes.get(path.join("."))?.schema.safeParse(mapping).success === false;
}

/**
 * What is wrong with a value: it is not what is known of its path, or not of the kind of the
 * value that this project has there. Null takes a value away, whatever it was.
 */
export function misfitOf(
  path: readonly string[],
  value: unknown,
  ours: Values,
  shapes: Shapes,
): { readonly message: string; readonly fix: string } | undefined {
  if (value === null) return undefined;
  const shape = shapes.get(path.join(".")) ?? shapes.get([...path.slice(0, -1), "*"].join("."));
  if (shape !== undefined) {
    if (shape.schema.safeParse(value).success) return undefined;
    return { message: "is not what the chart takes there", fix: `write ${shape.is}` };
  }
  const [kind, before] = kinds(path, value, ours);
  if (before === undefined || before === kind) return undefined;
  return {
    message: `is ${kind}, and this project sets ${before} there`,
    fix: `write ${before}, or null to take it away`,
  };
}

/** Kind of a value, and of this project's in its place: of a path through a value that is no mapping, of that one. */
function kinds(
  path: readonly string[],
  value: unknown,
  ours: Values,
): readonly [kind: string, before: string | undefined] {
  const through = path.findIndex((_, index) => {
    const found = valueAt(ours, path.slice(0, index));
    return found !== undefined && !isMapping(found);
  });
  if (through > 0) return ["a mapping", kindOf(valueAt(ours, path.slice(0, through)))];
  const found = valueAt(ours, path);
  return [kindOf(value), found === undefined ? undefined : kindOf(found)];
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (isMapping(value)) return "a mapping";
  return `a ${typeof value === "string" ? "text" : typeof value}`;
}
