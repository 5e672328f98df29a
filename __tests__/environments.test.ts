import { ENVIRONMENT_NAMES } from "../environments/schema";
import { specOf, synthesize } from "./support/synth";

test.each(ENVIRONMENT_NAMES)("%s synthesizes", (name) => {
  expect(Object.keys(synthesize(specOf(name)))).toContain("workload");
});
