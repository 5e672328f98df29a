import { createHash } from "node:crypto";
import { projectText } from "../../../environments/project-text";
import type { PageReport } from "../model/report";
import { changesSection } from "./changes";
import { environmentSection } from "./environment";
import { Html, markup, jsonScript } from "./html";
import { summaryPart } from "./summary";
import { chartSection, paritySection, quotaSection } from "./together";

/** What the page has beside the data. */
export interface PageParts {
  /** SVG by environment. */
  readonly diagrams: ReadonlyMap<string, string>;
  /** The page's program. */
  readonly program: string;
}

/** One file that needs nothing else: no request leaves it, and no text of the data becomes code. */
export function renderPage(report: PageReport, { diagrams, program }: PageParts): string {
  const script = program
    .replace(/<\/(?=script)/gi, "<\\/")
    .replaceAll("<!--", "<\\!--")
    .trim();
  const hash = createHash("sha256").update(script).digest("base64");
  // Only this program runs. Charts bring styles of their own, so styles are not named by a hash; nothing can be loaded by them.
  const policy = `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`;
  const names = report.environments.map(({ name }) => name);
  const page = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${new Html(policy)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>fluxibri-core: ${names.join(", ")}</title>
        <style>
          ${new Html(projectText("cli/report/page/page.css"))}
        </style>
      </head>
      <body>
        <a class="skip" href="#content">To the content</a>
        <header>
          <div class="title">
            <h1>fluxibri-core</h1>
            <p>
              ${report.commit === undefined ? "" : `commit ${report.commit}, `}made
              ${report.generated.replace("T", " ").replace(/\..*$/, " UTC")}
            </p>
          </div>
          <button type="button" id="theme" hidden>Dark</button>
        </header>
        <nav aria-label="Sections">
          <ul>
            ${[
              ...names,
              ...(report.changes === undefined ? [] : ["changes"]),
              "parity",
              "charts",
              ...(report.quotas.length === 0 ? [] : ["quotas"]),
            ].map((name) => markup`<li><a href="#${name}">${name}</a></li>`)}
          </ul>
        </nav>
        <main id="content">
          ${summaryPart(report)}
          ${report.environments.map((environment) => environmentSection(environment, report, new Html(diagrams.get(environment.name) ?? "")))}
          ${report.changes === undefined ? undefined : changesSection(report.changes)} ${paritySection(report.parity)} ${chartSection(report.charts)}
          ${report.quotas.length === 0 ? undefined : quotaSection(report.quotas)}
        </main>
        <footer>
          <p>
            From <code>npm run report</code>; the figures are those of
            <code>npm run check</code> and <code>npm run simulate</code>.
          </p>
        </footer>
        ${jsonScript("report-data", pageData(report))}
        ${new Html(`<script>${script}</script>`)}
      </body>
    </html> `;
  return page.source;
}

/** What the program of the page reads. */
export type PageData = readonly Pick<
  PageReport["environments"][number],
  "name" | "capacity" | "scaling" | "whatIf"
>[];

function pageData({ environments }: PageReport): PageData {
  return environments.map(({ name, capacity, scaling, whatIf }) => ({
    ...{ name, capacity, scaling, whatIf },
  }));
}
