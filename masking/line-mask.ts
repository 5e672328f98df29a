import { MASK } from "./text-rules";
import { processMask } from "./process-mask";

const BEGIN = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/;
const END = /-----END (?:[A-Z0-9]+ )*PRIVATE KEY-----/;
/** A line of a key, with what a program puts before each line that it passes on. */
const INSIDE = /(?:^|\s|\|)[A-Za-z0-9+/]{16,}={0,2}\s*$/;

/** Masks what comes in pieces of whole lines: a private key may begin in one and end in another. */
export class LineMask {
  private inKey = false;

  text(piece: string): string {
    const plain = this.inKey ? this.withoutKey(piece) : piece;
    const begun = plain.match(new RegExp(BEGIN, "g"))?.length ?? 0;
    const ended = plain.match(new RegExp(END, "g"))?.length ?? 0;
    if (begun > ended) this.inKey = true;
    return processMask().text(plain);
  }

  private withoutKey(piece: string): string {
    return piece
      .split("\n")
      .map((line) => {
        if (!this.inKey || line.trim() === "") return line;
        this.inKey = !END.test(line) && INSIDE.test(line);
        return this.inKey || END.test(line) ? MASK : line;
      })
      .join("\n");
  }
}
