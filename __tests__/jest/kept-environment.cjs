/**
 * Environment of a test file: one context for all files of a worker, with its
 * globals put back before and after each. jest makes a context for each file, and
 * in each V8 compiles all modules and optimizes what runs often anew: half of
 * the suite's CPU. Modules are evaluated for each file as ever (kept-runtime.cjs).
 * A file that changes what lies deeper than a global (`Array.prototype`) begins
 * with `@jest-environment node`.
 */
const { LegacyFakeTimers, ModernFakeTimers } = require("@jest/fake-timers");
const { TestEnvironment: NodeEnvironment } = require("jest-environment-node");
const { ModuleMocker } = require("jest-mock");
const { installCommonGlobals } = require("jest-util");

/** What jest's `expect` keeps between two of its evaluations; it defines it for good. */
const MATCHERS = Symbol.for("$$jest-matchers-object");

/** The worker's one; its own mocks and timers are not used. */
let kept;

function keep(config, context) {
  const node = new NodeEnvironment(config, context);
  return { node, globals: Object.getOwnPropertyDescriptors(node.global) };
}

/** Takes away what a file added to the globals, and gives back what it changed or deleted. */
function restore({ node, globals }) {
  const { global } = node;
  for (const key of Reflect.ownKeys(global)) {
    if (!(key in globals) && isConfigurable(global, key)) delete global[key];
  }
  for (const key of Reflect.ownKeys(globals)) {
    const now = Object.getOwnPropertyDescriptor(global, key);
    if (now === undefined || isOther(now, globals[key])) put(global, key, globals[key]);
  }
  const matchers = global[MATCHERS];
  if (matchers !== undefined) {
    matchers.customEqualityTesters = [];
    matchers.matchers = Object.create(null);
    matchers.state = { assertionCalls: 0, numPassingAsserts: 0, suppressedErrors: [] };
  }
  // jest remembers every value that a global had, to clean the context that it throws away.
  node._globalProxy.leftovers = [];
}

const isConfigurable = (global, key) =>
  Object.getOwnPropertyDescriptor(global, key)?.configurable ?? true;
const isOther = (now, before) =>
  !["value", "get", "set"].every((part) => Object.is(now[part], before[part]));

function put(global, key, descriptor) {
  if (isConfigurable(global, key)) Object.defineProperty(global, key, descriptor);
  else global[key] = descriptor.value;
}

module.exports = class KeptEnvironment {
  constructor(config, context) {
    kept ??= keep(config, context);
    restore(kept);
    const { projectConfig } = config;
    this.context = kept.node.context;
    this.global = kept.node.global;
    // Its variables are a copy, as jest makes them for a new context.
    this.global.process = installCommonGlobals({ Symbol, Date }, {}).process;
    this.moduleMocker = new ModuleMocker(this.global);
    const { moduleMocker, global } = this;
    const timerConfig = {
      idToRef: (id) => ({ id, ref: () => id, unref: () => id }),
      refToId: (timer) => timer?.id,
    };
    this.fakeTimers = new LegacyFakeTimers({
      config: projectConfig,
      global,
      moduleMocker,
      timerConfig,
    });
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global });
  }

  async setup() {}

  async teardown() {
    this.fakeTimers.dispose();
    this.fakeTimersModern.dispose();
    restore(kept);
    // The next file has the same: no module of this one runs any more.
    this.context = null;
  }

  exportConditions() {
    return ["node", "node-addons"];
  }

  getVmContext() {
    return this.context;
  }
};
