/**
 * The regular expressions of @kubernetes-models, made when one is asked for: the
 * package makes them all when it is loaded, and for that compiles WebAssembly.
 */
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

export class RE2 {
  constructor(pattern, flags) {
    this.make = () => new (require("re2-wasm").RE2)(pattern, flags);
  }

  test(text) {
    this.made ??= this.make();
    return this.made.test(text);
  }
}
