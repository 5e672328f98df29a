import { z } from "zod";

/** An error or a warning of Terraform. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  /** Resource that it is about. */
  readonly address: string | undefined;
}

/** One resource that an apply is at. */
export interface ResourceProgress {
  readonly state: "begun" | "going on" | "done" | "failed";
  /** `create`, `update`, `delete`, `read`. */
  readonly action: string;
  readonly address: string;
  readonly seconds: number;
}

/** What one line of Terraform's output says. */
export type Message =
  | { readonly kind: "diagnostic"; readonly diagnostic: Diagnostic }
  | { readonly kind: "resource"; readonly progress: ResourceProgress }
  | { readonly kind: "testPlan"; readonly plan: unknown }
  | { readonly kind: "text"; readonly text: string };

/** https://developer.hashicorp.com/terraform/internals/machine-readable-ui */
const line = z.object({
  type: z.string(),
  "@message": z.string().default(""),
  diagnostic: z
    .object({
      severity: z.enum(["error", "warning"]),
      summary: z.string(),
      detail: z.string().default(""),
      address: z.string().optional(),
    })
    .optional(),
  hook: z
    .object({
      resource: z.object({ addr: z.string() }).optional(),
      action: z.string().default(""),
      elapsed_seconds: z.number().default(0),
    })
    .optional(),
  test_plan: z.unknown().optional(),
});

const STATES: Readonly<Record<string, ResourceProgress["state"]>> = {
  apply_start: "begun",
  apply_progress: "going on",
  apply_complete: "done",
  apply_errored: "failed",
};

/** Reads a line; what is not Terraform's JSON is text. */
export function readMessage(text: string): Message {
  const { success, data } = line.safeParse(parse(text));
  if (!success) return { kind: "text", text };
  const { type, diagnostic, hook, test_plan: plan } = data;
  if (diagnostic !== undefined) {
    return { kind: "diagnostic", diagnostic: { ...diagnostic, address: diagnostic.address } };
  }
  const state = STATES[type];
  if (state !== undefined && hook?.resource !== undefined) {
    const { action, resource, elapsed_seconds: seconds } = hook;
    return { kind: "resource", progress: { state, action, address: resource.addr, seconds } };
  }
  if (type === "test_plan") return { kind: "testPlan", plan };
  return { kind: "text", text: data["@message"] };
}

function parse(text: string): unknown {
  if (!text.startsWith("{")) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Errors and warnings in text for people, as `init` prints them without color:
 * `Error: summary`, an empty line, the detail.
 */
export function readDiagnostics(text: string): readonly Diagnostic[] {
  const plain = text.replace(/^[╷│╵] ?/gm, "");
  return [
    ...plain.matchAll(/^(Error|Warning): (.+)\n([^]*?)(?=^(?:Error|Warning): |(?![^]))/gm),
  ].map(([, severity, summary = "", detail = ""]) => ({
    severity: severity === "Error" ? "error" : "warning",
    summary,
    detail: detail.trim(),
    address: /^\s*with (\S+),$/m.exec(detail)?.[1],
  }));
}
