import type { Page } from "playwright-core";
import { chromiumProgram } from "../../support/chromium";
import { pdfPlaces, type PdfPlaces } from "../../support/pdf-places";
import { ReportBrowser } from "../../support/report-browser";
import { wholeReport } from "../../support/report";

jest.setTimeout(600_000);

/** Without a browser there is nothing to print. */
const inBrowser = chromiumProgram() === undefined ? describe.skip : describe;

/** What stands together on paper, as pairs of ids; the page's end gets links to them, so that the PDF names their places. */
const NAME_PAIRS = `(() => {
  const pairs = [];
  const shown = (one) => one.getClientRects().length > 0;
  const name = (what, first, second) => {
    const ids = [first, second].map((one, side) => (one.id ||= "pair-" + pairs.length + "-" + side));
    pairs.push({ what, ids });
  };
  const main = document.getElementById("content");
  const all = [...main.querySelectorAll("*")].filter(
    (one) => shown(one) && (one.closest("svg") === null || one.tagName === "svg"),
  );
  const content = all.filter((one) =>
    one.matches("tbody th, figure, .chart, .gpus li, .findings li, .rules li, .legend, .result p, dt, main p, .waiting > p"),
  );
  for (const heading of all.filter((one) => one.matches("h2, h3, h4"))) {
    const next = content.find((one) => heading.compareDocumentPosition(one) & 4);
    if (next !== undefined) name("heading " + heading.textContent.trim(), heading, next);
  }
  for (const table of all.filter((one) => one.matches("table"))) {
    const row = table.querySelector("tbody th");
    if (row !== null) name("table " + table.caption.textContent.trim(), table.caption, row);
  }
  for (const caption of all.filter((one) => one.matches("figcaption"))) {
    name("diagram", caption.previousElementSibling, caption);
  }
  for (const legend of all.filter((one) => one.matches(".legend"))) {
    name("chart", legend, legend.nextElementSibling);
  }
  for (const waiting of all.filter((one) => one.matches(".waiting > p"))) {
    name("waiting times", waiting, waiting.nextElementSibling);
  }
  const links = document.createElement("p");
  links.style.fontSize = "1px";
  for (const { ids } of pairs) for (const id of ids) {
    const link = document.createElement("a");
    link.href = "#" + id;
    link.textContent = ". ";
    links.append(link);
  }
  document.body.append(links);
  return pairs;
})()`;

interface Pair {
  readonly what: string;
  readonly ids: readonly [string, string];
}

inBrowser("on paper, in Chromium", () => {
  const report = wholeReport();
  const environments = report.environments.map(({ name }) => name);
  let browser: ReportBrowser;
  let file: string;
  let page: Page;
  let pairs: readonly Pair[];
  let pdf: PdfPlaces;

  beforeAll(async () => {
    browser = await ReportBrowser.launch();
    file = await browser.write(report);
    // A4 without its margins.
    ({ page } = await browser.open(file, { width: 695, colorScheme: "dark", bypassCSP: true }));
    // With other settings than declared their bars are printed, too, before the waiting times.
    for (const name of environments.filter((each) => each !== "production")) {
      const form = page.locator(`#${name} form`);
      await form.locator("input[type=range]").first().press("ArrowRight");
      await page.locator(`#${name} form.changed`).waitFor();
    }
    await page.evaluate("document.activeElement.blur(); scrollTo(0, 0)");
    await page.emulateMedia({ media: "print" });
    pairs = await page.evaluate<readonly Pair[]>(NAME_PAIRS);
    pdf = pdfPlaces(await page.pdf({ preferCSSPageSize: true, format: "A4" }));
  });
  afterAll(async () => {
    await browser.close();
  });

  test("no heading, table head or diagram is on another page than what belongs to it", () => {
    expect(pairs.length).toBeGreaterThan(50);
    const parted = pairs.flatMap(({ what, ids: [first, second] }) => {
      const pages = [first, second].map((id) => pdf.places.get(id)?.page);
      return pages[0] !== undefined && pages[0] === pages[1] ? [] : [{ what, pages }];
    });
    expect(parted).toEqual([]);
  });

  test("each environment begins a page, and all three are on fewer than 20", () => {
    const begins = environments.map((name) => pdf.places.get(name)?.page ?? 0);
    const tops = environments.map((name) => pdf.places.get(name)?.top ?? 0);
    expect(begins).toEqual([...new Set(begins)].toSorted((left, right) => left - right));
    expect(begins[0]).toBe(2);
    // 297 mm are 842 points; the margin is 14 mm.
    for (const top of tops) expect(top).toBeGreaterThan(842 - 40 - 20);
    expect(pdf.pages).toBeLessThan(20);
  });

  test("a diagram and a chart are no higher than a page, and are not cut", async () => {
    // 297 mm without 14 and 16 mm of margins, at 96 dots an inch.
    const room = ((297 - 30) * 96) / 25.4;
    const high = await page.evaluate<readonly number[]>(
      `[...document.querySelectorAll("figure, .keep, .chart, tr, .findings li")].filter((one) => getComputedStyle(one).breakInside !== "avoid" || one.getBoundingClientRect().height > ${room}).map((one) => one.outerHTML.slice(0, 100))`,
    );
    expect(high).toEqual([]);
  });

  test("the what-if has its settings and what comes of them, without sliders", async () => {
    const form = page.locator("#production form");
    expect(await form.locator("input:visible, button:visible").count()).toBe(0);
    expect(await form.innerText()).toMatch(/worker-heavy\s+8[^]*All pods have a place\./);
    // The same bars are above; with other settings they are printed.
    expect(await form.locator('[data-chart="what-if"]').isVisible()).toBe(false);
  });

  test("paper is white and has neither navigation nor the tables that pictures show", async () => {
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe(
      "rgb(255, 255, 255)",
    );
    expect(await page.locator("nav:visible, #theme:visible, summary:visible").count()).toBe(0);
  });

  test("what is accepted by name is printed, and folded again on the screen", async () => {
    const accepted = page.locator("#production details.printed");
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await accepted.innerText()).toContain("accepted because");
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    expect(await page.evaluate("document.querySelector('#production details.printed').open")).toBe(
      false,
    );
  });
});
