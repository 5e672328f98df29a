import type { EnvironmentSpec } from "../../environments/schema";
import type { ObjectName } from "../../inventory/model";
import { readSynthesized } from "../../inventory/synthesized";
import { synthesize } from "../synthesis/synthesize";

/** Terraform resources and releases: their names are no names in the cluster. */
const NO_OBJECTS: ReadonlySet<string> = new Set(["Resource", "HelmRelease"]);

/**
 * The Kubernetes objects that an environment's stacks declare; what charts make is
 * not among them.
 *
 * @throws ConfigurationError when the environment cannot be built
 */
export function ownedBy(spec: EnvironmentSpec): readonly ObjectName[] {
  const stacks = synthesize([spec], undefined).environments.flatMap((built) => built.stacks);
  return readSynthesized(stacks.map(({ id, json }) => ({ name: id, json }))).contents.filter(
    ({ kind }) => !NO_OBJECTS.has(kind),
  );
}
