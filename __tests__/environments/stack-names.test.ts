import { madeStackNames } from "../../environments/stack-names";
import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { synthesize } from "../../cli/synthesis/synthesize";
import { specOf } from "../support/synth";

test.each(ENVIRONMENT_NAMES)("the stacks of %s that are made are those that are named", (name) => {
  const spec = specOf(name);
  const made = synthesize([spec], undefined).environments.flatMap(({ stacks }) => stacks);
  expect(made.map((stack) => stack.name)).toEqual(madeStackNames(spec));
});
