/**
 * jest's runtime, which keeps what V8 made of a module from one test file of a
 * worker to the next. The function around a module is kept, not its result: each
 * file evaluates its modules anew, with state and mocks of its own, by code that
 * is compiled and, where it runs often, optimized. Packages without state are
 * evaluated once (kept-packages.cjs), but for a file that mocks one of them, or of Node.
 */
const { statSync } = require("node:fs");
const { default: Runtime } = require("jest-runtime");
const { PackagesRuntime, isOfShared, isShared } = require("./kept-packages.cjs");

/** What a context keeps: a function belongs to the one that it was compiled in. */
const contexts = new WeakMap();

function keptIn(context) {
  const kept = contexts.get(context) ?? {
    modules: new Map(),
    texts: new Map(),
    files: new Map(),
    packages: undefined,
  };
  contexts.set(context, kept);
  return kept;
}

module.exports = class KeptRuntime extends Runtime {
  constructor(...args) {
    super(...args);
    const [, environment, , , , , testFile] = args;
    keepCode(this, environment, testFile);
    keepFiles(this, environment, testFile);
    this.sharing = { args, environment, used: false, own: false };
    this.ownPackagesWithMocks();
  }

  requireModule(from, name, options, isActual) {
    const shared = options?.isInternalModule ? undefined : this.sharedFile(from, name);
    return shared === undefined
      ? super.requireModule(from, name, options, isActual)
      : this.packages().load(from, shared);
  }

  /** @returns the file of a shared package that is meant */
  sharedFile(from, name) {
    const { environment, own } = this.sharing ?? { own: true };
    if (own || name === undefined || environment.getVmContext() === null) return undefined;
    if (this._resolution.isCoreModule(name)) return undefined;
    const file = this._resolution.resolveCjs(from, name);
    return isShared(file) ? file : undefined;
  }

  packages() {
    const { args, environment } = this.sharing;
    const context = environment.getVmContext();
    const kept = keptIn(context);
    if (kept.packages === undefined) {
      const lasting = lastingEnvironment(environment, context);
      kept.packages = new PackagesRuntime(...args.with(1, lasting));
      keepCode(kept.packages, lasting);
      // The constructor above has put its own there.
      this.installGetBuiltinModule();
    }
    if (!this.sharing.used) kept.packages.begin();
    this.sharing.used = true;
    return kept.packages;
  }

  /** What a package loads must be what the file mocks. */
  ownPackagesWithMocks() {
    const { mockState, sharing } = this;
    for (const method of ["setMock", "markExplicitCjsMock"]) {
      const set = mockState[method].bind(mockState);
      mockState[method] = (from, name, ...rest) => {
        if (this._resolution.isCoreModule(name) || isOfShared(name)) {
          if (sharing.used) {
            throw new Error(
              `jest.mock("${name}") comes after an import of a package: mock it first`,
            );
          }
          sharing.own = true;
        }
        return set(from, name, ...rest);
      };
    }
  }
};

/** A file's environment ends with it; this one has no mocks and timers to put back. */
const lastingEnvironment = ({ global, moduleMocker }, context) => ({
  global,
  moduleMocker,
  exportConditions: () => ["node", "node-addons"],
  getVmContext: () => context,
});

function keepCode({ executor }, environment, testFile) {
  const compile = executor.compile.bind(executor);
  executor.compile = (source, file) => {
    const context = environment.getVmContext();
    // A test file runs once.
    if (context === null || file === testFile) return compile(source, file);
    const { modules } = keptIn(context);
    const known = modules.get(file);
    if (known?.source === source) return known.run;
    const run = compile(source, file);
    modules.set(file, { source, run });
    return run;
  };
}

/** What a file is compiled to, while it is as it was, and which file a name means. */
function keepFiles({ transformCache, _resolution }, environment, testFile) {
  const { texts, files } = keptIn(environment.getVmContext());
  _resolution.cjsCache = files;
  _resolution.clear = () => {
    _resolution.esmCache.clear();
    _resolution.manualMockCache.clear();
  };
  const transform = transformCache.transform.bind(transformCache);
  transformCache.transform = (file, options) => {
    if (file === testFile) return transform(file, options);
    const isInternal = options?.isInternalModule ?? false;
    const { mtimeMs, size, ino } = statSync(file);
    const stamp = `${isInternal} ${mtimeMs} ${size} ${ino}`;
    const known = texts.get(file);
    if (known?.stamp !== stamp) {
      const code = transform(file, options);
      texts.set(file, {
        stamp,
        code,
        transformed: transformCache.getEntries().get(file),
        map: transformCache.getSourceMaps().get(file),
      });
      return code;
    }
    if (known.transformed !== undefined) transformCache.getEntries().set(file, known.transformed);
    if (known.map !== undefined) transformCache.getSourceMaps().set(file, known.map);
    return known.code;
  };
}
