import js from "@eslint/js";
import prettier from "eslint-config-prettier";
import tseslint from "typescript-eslint";

/** An index import of a provider loads all of it: 2 s and 200 MB more than the one resource meant. */
const PROVIDER_INDEX = {
  regex: "^@cdktf/provider-[a-z]+(/lib)?/?$",
  message: "Import one resource: @cdktf/provider-x/lib/<resource>.",
};

/** One way to run a program: masked, with a closed input, ended with this process. */
const PROCESSES = {
  name: "node:child_process",
  message: "Run programs with runtime/process.",
};

/** What starts programs otherwise, and why. */
const OWN_PROCESSES = [
  "runtime/process/**",
  // An apply, and what holds a testbed, outlive the command that started them.
  "runtime/terraform/followed-process.ts",
  "cli/local/up.ts",
  // They run before the packages are there.
  "scripts/*.mjs",
  // Servers: they write into logs, and their end is an event.
  "testbed/managed-process.ts",
  "e2e/hosted-copies.ts",
  "__tests__/**",
];

/** What a command prints passes the mask, or a secret leaves some day. */
const ONE_WAY_OUT = {
  selector: "MemberExpression[object.name='process'][property.name=/^(stdout|stderr)$/]",
  message: "Print through masking/output, which takes secrets out.",
};

export default tseslint.config(
  { ignores: ["cdktf.out/", "coverage/", "dist/", "node_modules/", ".testbed/"] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "no-restricted-imports": ["error", { patterns: [PROVIDER_INDEX], paths: [PROCESSES] }],
      "max-lines": ["error", { max: 220, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ["**/*.ts"],
    ignores: ["masking/output.ts", "__tests__/**"],
    rules: {
      "no-console": "error",
      "no-restricted-syntax": ["error", ONE_WAY_OUT],
    },
  },
  {
    files: OWN_PROCESSES,
    rules: { "no-restricted-imports": ["error", { patterns: [PROVIDER_INDEX] }] },
  },
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
  {
    // jest loads its runtime as CommonJS.
    files: ["**/*.cjs"],
    languageOptions: {
      sourceType: "commonjs",
      globals: { module: "writable", require: "readonly" },
    },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  prettier,
);
