import { thumbnails } from "../../applications/examples/thumbnails";
import { validate } from "../../environments/validate";
import type { EnvironmentSpec } from "../../environments/schema";

/** The environment with the example application of the documentation beside its own. */
export function withThumbnails(spec: EnvironmentSpec): EnvironmentSpec {
  const { imageTags } = spec.switches;
  const result = validate(spec.name, {
    ...spec,
    applications: [...spec.applications, thumbnails],
    switches: { ...spec.switches, imageTags: { ...imageTags, [thumbnails.name]: "1" } },
  });
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.spec;
}
