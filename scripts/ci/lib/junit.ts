/** What a JUnit report counts. */
export interface JunitResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Reads the totals of pytest's report: attributes of its test suites. */
export function readJunit(xml: string): JunitResult {
  const suites = [...xml.matchAll(/<testsuite\s[^>]*>/g)].map(([tag]) => tag);
  const sum = (name: string) =>
    suites.reduce(
      (total, tag) => total + Number(new RegExp(`\\b${name}="(\\d+)"`).exec(tag)?.[1] ?? 0),
      0,
    );
  const failed = sum("errors") + sum("failures");
  const skipped = sum("skipped");
  return { passed: sum("tests") - failed - skipped, failed, skipped };
}
