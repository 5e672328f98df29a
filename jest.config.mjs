/**
 * Tests run as CommonJS through swc. The custom resource models are published
 * as ES modules only (their exports have no "require" condition), so they are
 * mapped to their files and compiled like our own code.
 */
const models = ["@kubernetes-models/", "kubernetes-models/"];

/** @type {import("jest").Config} */
export default {
  testEnvironment: "node",
  testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
  transform: {
    "^.+\\.(ts|js)$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${models.join("|")}))`],
  moduleNameMapper: {
    "^@kubernetes-models/(keda|external-secrets|prometheus-operator)/(.+)$":
      "<rootDir>/node_modules/@kubernetes-models/$1/$2.js",
  },
};
