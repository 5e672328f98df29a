import js from "@eslint/js";
import prettier from "eslint-config-prettier";
import tseslint from "typescript-eslint";

/** An index import of a provider loads all of it: 2 s and 200 MB more than the one resource meant. */
const PROVIDER_INDEX = {
  regex: "^@cdktf/provider-[a-z]+(/lib)?/?$",
  message: "Import one resource: @cdktf/provider-x/lib/<resource>.",
};

const not = (folders, because) => ({
  regex: `^(\\.\\./)+(${folders.join("|")})(/|$)`,
  message: because,
});
const cdktf = {
  regex: "^(cdktf|constructs|@cdktf/.*)$",
  message: "Environments are data: no cdktf.",
};

/** Only commands and the end-to-end test start a cluster; that test is imported by nothing. */
const RUNNING = ["testbed", "e2e"];

/**
 * Imports flow one way: main -> stacks -> modules -> environments,
 * cli -> rules -> inventory, e2e -> cli -> testbed -> environments.
 */
const directions = {
  "environments/**": [
    cdktf,
    not(
      ["stacks", "modules", "rules", "inventory", "cli", ...RUNNING],
      "Environments import nothing above them.",
    ),
  ],
  "modules/**": [
    not(["stacks", "rules", "inventory", "cli", ...RUNNING], "Modules import environments only."),
  ],
  "stacks/**": [
    not(["rules", "inventory", "cli", ...RUNNING], "Stacks import modules and environments only."),
  ],
  "inventory/**": [
    cdktf,
    not(
      ["stacks", "modules", "rules", "cli", ...RUNNING],
      "The inventory reads what was synthesized.",
    ),
  ],
  "rules/**": [
    cdktf,
    not(
      ["stacks", "modules", "cli", ...RUNNING],
      "Rules see the inventory and the environment only.",
    ),
  ],
  "testbed/**": [
    cdktf,
    not(
      ["stacks", "modules", "cli", "e2e", "(rules|inventory)(?!/quantity$)"],
      "The testbed imports environments, and the parser of quantities.",
    ),
  ],
  "cli/**": [not(["e2e"], "Nothing imports the end-to-end test.")],
  "scripts/**": [not(RUNNING, "Only commands and the end-to-end test start a cluster.")],
  "main.ts": [
    {
      regex: "^\\./(testbed|e2e)/",
      message: "Only commands and the end-to-end test start a cluster.",
    },
  ],
};

export default tseslint.config(
  { ignores: ["cdktf.out/", "coverage/", "node_modules/", ".testbed/"] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "no-restricted-imports": ["error", { patterns: [PROVIDER_INDEX] }],
      "max-lines": ["error", { max: 220, skipBlankLines: true, skipComments: true }],
    },
  },
  ...Object.entries(directions).map(([folder, patterns]) => ({
    files: [folder],
    rules: { "no-restricted-imports": ["error", { patterns: [PROVIDER_INDEX, ...patterns] }] },
  })),
  {
    files: ["**/*.mjs"],
    languageOptions: {
      globals: {
        process: "readonly",
        console: "readonly",
        URL: "readonly",
        setInterval: "readonly",
        clearInterval: "readonly",
      },
    },
  },
  prettier,
);
