import { environmentName } from "../../environments";

test.each([
  ["prod", "production"],
  ["prd", "production"],
  ["stage", "staging"],
  ["stg", "staging"],
  ["loc", "local"],
])("%s is answered with %s, and never taken for it", (short, name) => {
  expect(() => environmentName(short)).toThrow(
    `unknown environment\n  fix:   use "${name}" (known: local, staging, production)`,
  );
});

test.each(["test", "p", "list"])("%s is short for none", (word) => {
  expect(() => environmentName(word)).toThrow("fix:   use local, staging, production");
});
