/** Where the page goes when no file is named; git leaves the folder alone. */
export const DEFAULT_FILE = "dist/report.html";
