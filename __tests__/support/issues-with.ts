import type { ConfigurationIssue } from "../../environments/errors";
import type { EnvironmentName } from "../../environments/schema";
import { validate } from "../../environments/validate";
import { changedSpec } from "./changed-spec";
import { specOf } from "./synth";

/** Issues of an environment whose data was changed at a path. */
export function issuesWith(
  name: EnvironmentName,
  changes: Readonly<Record<string, unknown>>,
): readonly ConfigurationIssue[] {
  const result = validate(name, changedSpec(specOf(name), changes));
  return result.ok ? [] : result.issues;
}
