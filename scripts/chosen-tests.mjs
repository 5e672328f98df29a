/**
 * Reporter of jest: says how many test files were chosen, of how many there are.
 * Plain JavaScript, because jest loads it as it is.
 */
import { readdirSync } from "node:fs";

export default class ChosenTests {
  /** @param {{ rootDir: string }} config */
  constructor({ rootDir }) {
    this.rootDir = rootDir;
  }

  /** @param {{ numTotalTestSuites: number }} results before the first has run */
  onRunStart({ numTotalTestSuites }) {
    const all = readdirSync(`${this.rootDir}/__tests__`, { recursive: true }).filter((file) =>
      file.endsWith(".test.ts"),
    );
    console.error(`${numTotalTestSuites} of ${all.length} test files\n`);
  }
}
