import { processMask } from "../../../masking/process-mask";

/** A piece of HTML that is finished: what goes into it was escaped. */
export class Html {
  constructor(readonly source: string) {}
}

/** What a template takes: texts are masked and escaped, HTML goes in as it is, lists one after the other. */
export type HtmlPart = string | number | undefined | Html | readonly Html[];

/** HTML with values in it; every text among them is masked and escaped. */
export function markup(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return new Html(
    strings
      .map((string, index) => string + (index < parts.length ? partText(parts[index]) : ""))
      .join(""),
  );
}

function partText(part: HtmlPart): string {
  if (part === undefined) return "";
  if (part instanceof Html) return part.source;
  if (typeof part === "object") return part.map(({ source }) => source).join("\n");
  return escaped(processMask().text(String(part)));
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? "");
}

/** JSON inside of a script element: no text in it ends the element, or begins a comment. */
export function jsonScript(id: string, value: unknown): Html {
  const json = processMask()
    .json(JSON.stringify(value))
    .replace(
      /[<>&\u2028\u2029]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
  return new Html(`<script type="application/json" id="${escaped(id)}">${json}</script>`);
}

/** Rows of a table that stays whole on paper. */
const SHORT = 8;

/** A table with a caption; cells of numbers go to the right by their class. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly HtmlPart[])[],
): Html {
  return markup`<div
    class="scroll ${rows.length <= SHORT ? "short" : "tall"}"
    tabindex="0"
    role="group"
    aria-label="${caption}"
  >
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head.map((cell) => markup`<th scope="col">${cell}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            markup`<tr>
              ${cells.map((cell, index) =>
                index === 0
                  ? markup`<th scope="row" class="${wordsIn(cell)}">${cell}</th>`
                  : markup`<td class="${wordsIn(cell)}">${cell}</td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A word that its column can have whole, characters. */
const LONGEST_WORD = 24;

/** Only words that no column has room for are broken. */
function wordsIn(cell: HtmlPart): "long" | "" {
  const isLong =
    typeof cell === "string" && cell.split(/[\s/-]/).some((word) => word.length > LONGEST_WORD);
  return isLong || cell instanceof Html ? "long" : "";
}

/**
 * What is shown only when it is asked for.
 *
 * @param paper `printed`: on paper in any case; `as-shown`: only where it is unfolded
 */
export function details(
  summary: string,
  content: Html,
  paper: "printed" | "as-shown" = "as-shown",
): Html {
  return markup`<details class="${paper}">
    <summary>${summary}</summary>
    ${content}
  </details>`;
}
