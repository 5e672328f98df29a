import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { Page } from "playwright-core";
import { recompute } from "../../../cli/report/what-if/recompute";
import { chromiumProgram } from "../../support/chromium";
import { randomSettings } from "../../support/random-settings";
import { environmentOf, wholeReport } from "../../support/report";
import { ReportBrowser } from "../../support/report-browser";

jest.setTimeout(600_000);

/** Without a browser there is nothing to see; the skipped names say so. */
const inBrowser = chromiumProgram() === undefined ? describe.skip : describe;
const AXE = path.join(
  path.dirname(createRequire(path.resolve("package.json")).resolve("axe-core")),
  "axe.min.js",
);

inBrowser("in Chromium (CHROMIUM, or an installed one)", () => {
  const report = wholeReport();
  let browser: ReportBrowser;
  let file: string;

  beforeAll(async () => {
    browser = await ReportBrowser.launch();
    file = await browser.write(report);
  });
  afterAll(async () => {
    await browser.close();
  });

  const opened = (width: number, colorScheme: "light" | "dark", bypassCSP = false) =>
    browser.open(file, { width, colorScheme, bypassCSP });

  test.each([
    { width: 1440, theme: "light" },
    { width: 800, theme: "light" },
    { width: 375, theme: "dark" },
  ] as const)(
    "$width pixels, $theme: no error, no request, nothing wider than the window",
    async ({ width, theme }) => {
      const { page, said, asked } = await opened(width, theme);
      expect(said).toEqual([]);
      expect(asked).toEqual([`file://${file}`]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(
        width,
      );
      expect(await page.locator("[data-chart] svg").count()).toBeGreaterThan(6);
      expect(await page.locator(".diagram svg").count()).toBe(report.environments.length);
      await page.close();
    },
  );

  test.each(["light", "dark"] as const)(
    "axe finds nothing in the %s theme, all unfolded",
    async (theme) => {
      const { page } = await opened(1280, theme, true);
      await page.evaluate(
        "document.querySelectorAll('details').forEach((one) => { one.open = true; })",
      );
      await page.addScriptTag({ content: readFileSync(AXE, "utf8") });
      const found: unknown = await page.evaluate(
        "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))",
      );
      expect(found).toEqual([]);
      await page.close();
    },
  );

  test("the theme's button changes the ground and its own name", async () => {
    const { page } = await opened(1280, "light");
    const ground = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
    const before = await ground();
    await page.getByRole("button", { name: "Dark theme" }).click();
    expect(await ground()).not.toBe(before);
    await page.getByRole("button", { name: "Light theme" }).click();
    expect(await ground()).toBe(before);
    await page.close();
  });

  test("a slider moved by the keyboard makes pods Pending, and the button takes it back", async () => {
    const { page } = await opened(1280, "light");
    const form = page.locator("#production form");
    await expectVerdict(page, "All pods have a place.");
    await form.getByRole("slider", { name: "gpu", exact: true }).press("Home");
    await form.getByRole("slider", { name: "gpu-mig", exact: true }).press("Home");
    await expectVerdict(page, "Not all pods run.");
    expect(await form.locator(".result").innerText()).toMatch(/worker-heavy.*stay Pending/);
    await form.getByRole("button", { name: "As declared" }).click();
    await expectVerdict(page, "All pods have a place.");
    await page.close();
  });

  async function expectVerdict(page: Page, text: string): Promise<void> {
    await page.locator("#production .verdict", { hasText: text }).waitFor({ timeout: 60_000 });
  }

  test("the page's own program says what the rule's code says here, on 200 random settings", async () => {
    const { page } = await opened(1280, "light");
    const { whatIf } = environmentOf(report, "production");
    if (whatIf === undefined) throw new Error("production has nodes");
    const settings = Array.from({ length: 200 }, (_, seed) => randomSettings(whatIf, seed + 1));
    const inPage: unknown = await page.evaluate(
      `(${JSON.stringify(settings)}).map((one) => fluxibri.recompute("production", one))`,
    );
    const here: unknown = JSON.parse(JSON.stringify(settings.map((one) => recompute(whatIf, one))));
    expect(inPage).toEqual(here);
    await page.close();
  });
});
