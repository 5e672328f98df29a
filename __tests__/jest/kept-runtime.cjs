/**
 * jest's runtime, which keeps what V8 made of a module from one test file of a
 * worker to the next. The function around a module is kept, not its result: each
 * file evaluates its modules anew, with state and mocks of its own, by code that
 * is compiled and, where it runs often, optimized.
 */
const { default: Runtime } = require("jest-runtime");

/** By context: a function belongs to the one that it was compiled in. */
const contexts = new WeakMap();

module.exports = class KeptRuntime extends Runtime {
  constructor(...args) {
    super(...args);
    const [, environment, , , , , testFile] = args;
    const { executor } = this;
    const compile = executor.compile.bind(executor);
    executor.compile = (source, file) => {
      const context = environment.getVmContext();
      // A test file runs once.
      if (context === null || file === testFile) return compile(source, file);
      const modules = contexts.get(context) ?? new Map();
      contexts.set(context, modules);
      const known = modules.get(file);
      if (known?.source === source) return known.run;
      const run = compile(source, file);
      modules.set(file, { source, run });
      return run;
    };
  }
};
