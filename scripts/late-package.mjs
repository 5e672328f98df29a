/**
 * Packages that are loaded at the first use of what they export. What they export is
 * known from the last time that they were loaded.
 */
export class LatePackages {
  /** @param kept where names are kept */
  constructor(kept) {
    this.kept = kept;
    this.names = namesIn(kept.read(".names"));
  }

  /** @param load gives the package itself, which TypeScript has made */
  get(name, load) {
    const exported = this.names[name];
    if (exported !== undefined) return late(exported, load);
    const loaded = load();
    if (loaded.__esModule === true) {
      this.names[name] = Object.keys(loaded);
      this.kept.write(".names", JSON.stringify(this.names));
    }
    return loaded;
  }
}

function namesIn(text) {
  try {
    return JSON.parse(String(text));
  } catch {
    return {};
  }
}

function late(names, load) {
  const exports = Object.defineProperty({}, "__esModule", { value: true });
  for (const name of names) {
    Object.defineProperty(exports, name, { enumerable: true, get: () => load()[name] });
  }
  return exports;
}
