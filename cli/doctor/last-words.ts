import { processMask, shortened } from "../../masking/process-mask";

/** What a container's log says of its end. */
export interface LastWords {
  /** The exception that ended a Python program, e.g. `ModuleNotFoundError: No module named 'src'`. */
  readonly exception: string | undefined;
  /** Where it was raised: file and line. */
  readonly place: string | undefined;
  /** The log's last line; undefined: it is empty. */
  readonly line: string | undefined;
}

/** Of a log, from its end; no more is asked for. */
const MOST_READ = 64 * 2 ** 10;
/** Of a line that is shown. */
const MOST_CHARACTERS = 240;
const ESC = String.fromCharCode(27);
/** Colours and other sequences that a terminal would obey. */
const SEQUENCE = new RegExp(`${ESC}\\[[0-9;?]{0,20}[ -/]{0,5}[@-~]`, "g");
const TRACEBACK = "Traceback (most recent call last):";
/** `package.SomeError: message`; what ends a traceback begins in the first column. */
const EXCEPTION = /^[A-Za-z_][\w.]*(?::.*)?$/;
/** `python -m` tells a failed import of the module's package in one line. */
const RUNPY = /^\S*python[\d.]*: .*\((\w+: .*)\)$/;

/**
 * Reads the end of a log. Of several tracebacks the last one counts: that is what
 * ended the program, the others are what led to it.
 */
export function lastWords(log: string): LastWords {
  // As a whole: a private key has many lines.
  const lines = processMask()
    .text(log.slice(-MOST_READ))
    .split("\n")
    .map(printable)
    .filter((line) => line.trim() !== "");
  const line = lines.at(-1);
  const start = lines.findLastIndex((one) => one.trim() === TRACEBACK);
  if (start === -1) {
    return { exception: RUNPY.exec(line ?? "")?.[1], place: undefined, line };
  }
  const traceback = lines.slice(start + 1);
  const end = traceback.findIndex((one) => EXCEPTION.test(one));
  const places = traceback
    .slice(0, end === -1 ? undefined : end)
    .flatMap((one) => /^\s+File "([^"]+)", line (\d+)/.exec(one)?.slice(1, 3).join(":") ?? []);
  return { exception: end === -1 ? undefined : traceback[end], place: places.at(-1), line };
}

/** Whether the program ended because a part of it is not there. */
export function isFailedImport({ exception }: LastWords): boolean {
  return /^(ModuleNotFoundError|ImportError)\b/.test(exception ?? "");
}

/** Without what a terminal would obey, without credentials, and not for ever. */
function printable(line: string): string {
  const plain = line
    .replaceAll(SEQUENCE, "")
    .replaceAll(/\p{Cc}/gu, " ")
    .trimEnd();
  return shortened(plain, MOST_CHARACTERS);
}
