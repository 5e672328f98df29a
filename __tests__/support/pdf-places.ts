/** Where a PDF of Chromium has what a link leads to. */
export interface PdfPlace {
  /** From 1. */
  readonly page: number;
  /** Points from the page's lower edge. */
  readonly top: number;
}

/** A PDF as Chromium writes it: objects as text, only streams are compressed. */
export interface PdfPlaces {
  readonly pages: number;
  /** By the ids that links of the printed page lead to. */
  readonly places: ReadonlyMap<string, PdfPlace>;
}

/** The pages of a PDF, and the destinations that it names. */
export function pdfPlaces(pdf: Buffer): PdfPlaces {
  const text = pdf.toString("latin1");
  const order = pageObjects(text);
  const named = /\/Dests (\d+) 0 R/.exec(text)?.[1];
  const object = new RegExp(`^${named} 0 obj\\n([^]*?)\\nendobj`, "m").exec(text)?.[1] ?? "";
  const found = object.matchAll(/\/([\w-]+) \[(\d+) 0 R\s*\/XYZ [\d.-]+ ([\d.-]+) /g);
  return {
    pages: order.length,
    places: new Map(
      [...found].map(([, id = "", page = "", top = ""]) => [
        id,
        { page: order.indexOf(page) + 1, top: Number(top) },
      ]),
    ),
  };
}

/** Numbers of the objects of pages, which Chromium writes in their order. */
function pageObjects(text: string): readonly string[] {
  return [...text.matchAll(/^(\d+) 0 obj\n<<\/Type \/Page\n/gm)].map(([, number = ""]) => number);
}
