import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { environmentName } from "../../environments";

test.each([
  ["prod", "production"],
  ["prd", "production"],
  ["stage", "staging"],
  ["stg", "staging"],
  ["loc", "local"],
])("%s is answered with %s, and never taken for it", (short, name) => {
  expect(() => environmentName(short)).toThrow(
    `unknown environment\n  fix:   use "${name}" (known: ${ENVIRONMENT_NAMES.join(", ")})`,
  );
});

test.each(["test", "p", "list"])("%s is short for none", (word) => {
  expect(() => environmentName(word)).toThrow(`fix:   use ${ENVIRONMENT_NAMES.join(", ")}`);
});
