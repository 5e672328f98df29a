/**
 * Packages that are evaluated once a worker, for all of its test files: a third of what
 * a file takes before its first test. They keep nothing of a file: what they know
 * is in objects that their caller makes, in weak maps of these, or in a global, which
 * the environment takes away after each file.
 */
const { default: Runtime } = require("jest-runtime");

const SHARED = [
  "@cdktf",
  "@grafana/grafana-foundation-sdk",
  "@kubernetes-models",
  "ajv",
  "ajv-formats",
  "ajv-formats-draft2019",
  "ajv-i18n",
  "cdktf",
  "cidr-regex",
  "constructs",
  "extend",
  "fast-deep-equal",
  "fast-uri",
  "ip-regex",
  "is-cidr",
  "json-schema-traverse",
  "kubernetes-models",
  "nearley",
  "punycode",
  "re2-wasm",
  "require-from-string",
  "schemes",
  "smtp-address-parser",
  "tslib",
  "uri-js",
  "yaml",
  "zod",
];
const FOLDER = "/node_modules/";

/** Whether a name, or a path below `node_modules`, begins with such a package. */
function isOfShared(name) {
  const [scope, second] = name.split("/");
  return SHARED.includes(scope) || SHARED.includes(`${scope}/${second}`);
}

/** Whether a file is of such a package, or of one inside it. */
function isShared(file) {
  const start = file.indexOf(FOLDER);
  return start !== -1 && isOfShared(file.slice(start + FOLDER.length));
}

/** Where cdktf keeps the tokens of the process. */
const TOKENS = "__cdktfTokenMap";

/** Evaluates them, for as long as the context is there. */
class PackagesRuntime extends Runtime {
  constructor(...args) {
    super(...args);
    /** Globals that they made: the environment takes them away after each file. */
    this.globals = new Map();
    this.loaded = new Map();
  }

  /** Call it before the first of a test file: it finds no token of another. */
  begin() {
    const { global } = this._environment;
    for (const [key, value] of this.globals) global[key] = value;
    for (const [key, value] of Object.entries(global[TOKENS] ?? {})) {
      if (typeof value === "number") global[TOKENS][key] = 0;
      else value.clear();
    }
  }

  load(from, file) {
    if (!this.loaded.has(file)) {
      const { global } = this._environment;
      const before = new Set(Reflect.ownKeys(global));
      this.loaded.set(file, this.requireModule(from, file));
      for (const key of Reflect.ownKeys(global)) {
        if (!before.has(key)) this.globals.set(key, global[key]);
      }
    }
    return this.loaded.get(file);
  }

  requireModuleOrMock(from, name) {
    if (!this._resolution.isCoreModule(name)) {
      const file = this._resolution.resolveCjs(from, name);
      if (!isShared(file)) {
        throw new Error(`${from} is shared by all test files and uses ${file}: list it in SHARED`);
      }
    }
    return this.requireModule(from, name);
  }
}

module.exports = { PackagesRuntime, isOfShared, isShared };
