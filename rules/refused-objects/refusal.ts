import type { Content, Declared } from "../../inventory/model";
import { isObject } from "../../inventory/json";
import { type Finding, findingAt, type Severity } from "../engine/rule";

export const REFUSED_OBJECTS = "refused-objects";

export function refusal(
  declared: Declared,
  severity: Severity,
  message: string,
  fix: string,
): Finding {
  return findingAt(declared, { rule: REFUSED_OBJECTS, severity, message, fix });
}

/** `apps/v1 Deployment`, for what is written as a manifest. */
export function versionedKind({ kind, value }: Content) {
  const apiVersion = isObject(value) ? value.apiVersion : undefined;
  return typeof apiVersion === "string" && apiVersion !== "" && !apiVersion.includes("${")
    ? { apiVersion, kind }
    : undefined;
}
