import { availableParallelism } from "node:os";

/**
 * Tests run as CommonJS through swc. The custom resource models are published
 * as ES modules only (their exports have no "require" condition), so they and
 * the packages of that kind that they import are mapped to their files and
 * compiled like our own code.
 */
const esModules = ["@kubernetes-models/", "kubernetes-models/", "is-cidr/", "cidr-regex/"];

/** @type {import("jest").Config} */
export default {
  // One context and one compiled code for all files of a worker: a third of their CPU.
  testEnvironment: "<rootDir>/__tests__/jest/kept-environment.cjs",
  runtime: "<rootDir>/__tests__/jest/kept-runtime.cjs",
  globalSetup: "<rootDir>/__tests__/jest/temporary-folder.cjs",
  globalTeardown: "<rootDir>/__tests__/jest/temporary-folder-end.cjs",
  // jest's own number leaves one core idle: half of a machine of two.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  // Many start processes or synthesize: a busy machine must not fail them.
  testTimeout: 120_000,
  // What changes with time alone is judged on one day, in tests and in what they start.
  setupFiles: [
    "<rootDir>/__tests__/support/fixed-day.ts",
    "<rootDir>/__tests__/support/no-token-traces.ts",
  ],
  testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
  transform: {
    "^.+\\.(ts|js)$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esModules.join("|")}))`],
  moduleNameMapper: {
    "^@kubernetes-models/(base|validate)$":
      "<rootDir>/node_modules/@kubernetes-models/$1/dist/index.js",
    "^@kubernetes-models/validate/runtime/(.+)$":
      "<rootDir>/node_modules/@kubernetes-models/validate/dist/runtime/$1.js",
    "^kubernetes-models/(.+)$": "<rootDir>/node_modules/kubernetes-models/$1.js",
    "^@kubernetes-models/(apimachinery|keda|external-secrets|prometheus-operator)/(.+)$":
      "<rootDir>/node_modules/@kubernetes-models/$1/$2.js",
  },
};
