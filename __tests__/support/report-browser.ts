import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import type { PageReport } from "../../cli/report/model/report";
import { writePage } from "../../cli/report/write-page";
import { chromiumProgram } from "./chromium";

/** How a page is looked at. */
export interface View {
  readonly width: number;
  readonly colorScheme: "light" | "dark";
  /** A test that brings a script of its own needs it. @default the page's policy holds */
  readonly bypassCSP?: boolean;
}

/** Reports in a real browser: pages are written to a folder of their own. */
export class ReportBrowser {
  private readonly folder = mkdtempSync(path.join(tmpdir(), "fluxibri-page-"));
  private constructor(private readonly browser: Browser) {}

  static async launch(): Promise<ReportBrowser> {
    // Sandboxes need rights that containers do not have; the page is our own.
    return new ReportBrowser(
      await chromium.launch({ executablePath: chromiumProgram(), args: ["--no-sandbox"] }),
    );
  }

  /** Writes the page of a report, and returns the file. */
  async write(report: PageReport, name = "report.html"): Promise<string> {
    const file = path.join(this.folder, name);
    await writePage(report, file);
    return file;
  }

  /** The page as it is, and all that it said and asked for. */
  async open(file: string, { width, colorScheme, bypassCSP = false }: View) {
    const viewport = { width, height: 900 };
    const context = await this.browser.newContext({ viewport, colorScheme, bypassCSP });
    const page: Page = await context.newPage();
    const said: string[] = [];
    const asked: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(error.message));
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(`file://${file}`);
    return { page, said, asked };
  }

  async close(): Promise<void> {
    await this.browser.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
