import type { ConfigurationIssue } from "../../environments/errors";
import { environmentName } from "../../environments";
import { validate } from "../../environments/validate";
import { montageAiAlone } from "./applications";
import { changedSpec } from "./changed-spec";
import { specOf } from "./synth";

/** Issues of an environment with montage-ai alone, whose data was changed at a path. */
export function issuesWith(
  name: string,
  changes: Readonly<Record<string, unknown>>,
): readonly ConfigurationIssue[] {
  const result = validate(
    environmentName(name),
    changedSpec(montageAiAlone(specOf(name)), changes),
  );
  return result.ok ? [] : result.issues;
}
