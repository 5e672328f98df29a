import type { Page } from "playwright-core";
import type { EnvironmentReport, PageReport } from "../../../cli/report/model/report";
import { chromiumProgram } from "../../support/chromium";
import { wholeReport } from "../../support/report";
import { ReportBrowser } from "../../support/report-browser";

jest.setTimeout(600_000);

/** Without a browser there is nothing to see; the skipped names say so. */
const inBrowser = chromiumProgram() === undefined ? describe.skip : describe;

/** Boxes of the stacks in a diagram, from above; and names of a diagram that a line goes through. */
const STACKS = `(svg) => [...svg.querySelectorAll(".cluster text, .node.empty text")]
  .map((one) => ({ text: one.textContent, top: one.getBoundingClientRect().top }))
  .filter(({ text }) => /^\\d\\. /.test(text))
  .sort((left, right) => left.top - right.top)
  .map(({ text }) => text)`;
const CROSSED = `(svg) => {
  const names = [...svg.querySelectorAll("text")].map((one) => ({ text: one.textContent, box: one.getBBox() }));
  return [...svg.querySelectorAll(".edge path")].flatMap((line) => {
    const length = line.getTotalLength();
    return names.flatMap(({ text, box }) =>
      Array.from({ length: 200 }, (_, at) => line.getPointAtLength((length * at) / 199)).some(
        ({ x, y }) => x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height,
      ) ? [text] : []);
  });
}`;

/** A report in which a rule fails for production: its maximum has no place. */
function failingReport(report: PageReport): PageReport {
  const broken = (environment: EnvironmentReport): EnvironmentReport => ({
    ...environment,
    rules: environment.rules.map((rule) =>
      rule.id !== "capacity"
        ? rule
        : {
            ...rule,
            holds: false,
            findings: [
              {
                ...{ severity: "error", object: "Deployment montage-ai/montage-ai-worker" },
                ...{ place: "stack production-workload", message: "does not fit" },
                ...{ fix: "use fewer", accepted: undefined },
              },
            ],
          },
    ),
    capacity: {
      ...environment.capacity,
      fits: "no",
      pending: [{ name: "Deployment montage-ai/montage-ai-worker", wanted: 24, placed: 20 }],
    },
  });
  return {
    ...report,
    holds: false,
    environments: report.environments.map((one) => (one.name === "production" ? broken(one) : one)),
  };
}

/** A report in which the model plays both workers of production. */
function withTwoPlayed(report: PageReport): PageReport {
  return {
    ...report,
    environments: report.environments.map((environment) => {
      const { whatIf } = environment;
      if (whatIf === undefined) return environment;
      const loop = whatIf.workers.find((one) => one.loop !== undefined)?.loop;
      const workers = whatIf.workers.map((one) => ({ ...one, loop }));
      return { ...environment, whatIf: { ...whatIf, workers } };
    }),
  };
}

inBrowser("parts of the page, in Chromium", () => {
  const report = wholeReport();
  let browser: ReportBrowser;
  let page: Page;
  let failing: Page;
  let choice: Page;

  beforeAll(async () => {
    browser = await ReportBrowser.launch();
    const wide = { width: 1280, colorScheme: "light" } as const;
    ({ page } = await browser.open(await browser.write(report), wide));
    const file = await browser.write(failingReport(report), "failing.html");
    const two = await browser.write(withTwoPlayed(report), "two.html");
    ({ page: choice } = await browser.open(two, wide));
    ({ page: failing } = await browser.open(file, wide));
  });
  afterAll(async () => {
    await browser.close();
  });

  const inDiagrams = (script: string) =>
    page.evaluate<readonly (readonly string[])[]>(
      `[...document.querySelectorAll(".diagram svg")].map(${script})`,
    );

  test("stacks stand in the order in which they are applied", async () => {
    expect(await inDiagrams(STACKS)).toEqual(
      report.environments.map(({ stacks }) =>
        stacks.map(({ stack }, index) =>
          expect.stringMatching(new RegExp(`^${index + 1}\\. stack ${stack}(: no pods)?$`)),
        ),
      ),
    );
  });

  test("no line of a diagram goes through a name", async () => {
    expect(await page.locator(".diagram .edge path").count()).toBeGreaterThan(20);
    expect((await inDiagrams(CROSSED)).flat()).toEqual([]);
  });

  test("no name of a chart lies over another, or over a bar", async () => {
    const over =
      await page.evaluate(`[...document.querySelectorAll('[data-chart="capacity"] svg')].flatMap((svg) => {
      const boxes = [...svg.querySelectorAll("text, rect")].filter((one) => one.tagName === "rect" || one.textContent !== "").map((one) => ({ one, box: one.getBoundingClientRect() }));
      return boxes.filter(({ one }) => one.tagName === "text").flatMap(({ one, box }) =>
        boxes.filter((other) => other.one !== one && !other.one.contains(one) &&
          box.left < other.box.right - 1 && other.box.left < box.right - 1 && box.top < other.box.bottom - 2 && other.box.top < box.bottom - 2)
          .map((other) => one.textContent + " over " + (other.one.textContent || "a bar")));
    })`);
    expect(over).toEqual([]);
  });

  test("a failing rule is named first, and leads to its finding from the verdict and from the list of rules", async () => {
    expect(await failing.locator("#verdict").innerText()).toBe("A rule fails for production");
    const [first] = await failing.locator(".summary .findings li").all();
    expect(await first?.innerText()).toContain("does not fit");
    await first?.getByRole("link", { name: "production" }).click();
    const finding = failing.locator(".environment .findings li:target");
    expect(await finding.innerText()).toContain("montage-ai-worker");
    await failing.locator("#production summary", { hasText: "All rules" }).click();
    const link = failing.locator("#production .rules a").first();
    expect(await link.getAttribute("href")).toBe(`#${await finding.getAttribute("id")}`);
  });

  test("every link leads to a place on the page", async () => {
    for (const one of [page, failing]) {
      const dead = await one.evaluate(
        `[...document.querySelectorAll("a")].map((one) => one.getAttribute("href")).filter((href) => document.getElementById(href.slice(1)) === null)`,
      );
      expect(dead).toEqual([]);
    }
  });

  test("where not all pods have a place, the chart has those that do, and the others are named", async () => {
    const production = failing.locator("#production");
    expect(await production.locator('[data-chart="capacity"] svg').isVisible()).toBe(true);
    const table = production.getByRole("table", { name: "Pods without a place at maximum scale" });
    expect(await table.innerText()).toMatch(/montage-ai-worker\s+24\s+20\s+4/);
  });

  test("jobs of the what-if come to the worker that is chosen, where the model plays several", async () => {
    expect(await page.locator("#production select").count()).toBe(0);
    const form = choice.locator("#production form");
    await form
      .getByLabel("for", { exact: true })
      .selectOption({ label: "montage-ai-worker-heavy" });
    const waiting = form.locator(".waiting");
    await waiting.getByText(/worker-heavy, 20 jobs at once/).waitFor({ timeout: 60_000 });
    expect(await waiting.locator("svg").count()).toBe(1);
  });

  test("only what scrolls is a stop of the Tab key, and each stop has a ring", async () => {
    const stops = await page.evaluate<readonly string[]>(
      `[...document.querySelectorAll('.scroll[tabindex="0"]')].filter((one) => one.checkVisibility() && one.scrollWidth <= one.clientWidth).map((one) => one.ariaLabel)`,
    );
    expect(stops).toEqual([]);
    const seen: string[] = [];
    for (let times = 0; times < 12; times += 1) {
      await page.keyboard.press("Tab");
      seen.push(
        await page.evaluate<string>(
          "getComputedStyle(document.activeElement).outlineStyle + ' ' + document.activeElement.textContent.trim().slice(0, 20)",
        ),
      );
    }
    // The skip link, the theme, then the sections in the order of the page.
    expect(seen.slice(0, 4)).toEqual([
      "solid To the content",
      "solid Dark theme",
      "solid local",
      "solid staging",
    ]);
    expect(seen.filter((one) => !one.startsWith("solid"))).toEqual([]);
  });
});
