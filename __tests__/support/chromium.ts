import { existsSync } from "node:fs";

/** Where distributions install Chromium, and Google its own build. */
const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
];

/** A Chromium on this machine: that of `CHROMIUM`, or an installed one; undefined: none. */
export function chromiumProgram(): string | undefined {
  const { CHROMIUM } = process.env;
  return [...(CHROMIUM === undefined ? [] : [CHROMIUM]), ...PLACES].find((file) =>
    existsSync(file),
  );
}
