import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { LineMask } from "./line-mask";
import { processMask } from "./process-mask";

/** Takes secrets out of a file that another program has written; a file that is not there stays so. */
export function maskFile(file: string): void {
  if (!existsSync(file)) return;
  const text = readFileSync(file, "utf8");
  const masked = processMask().text(text);
  if (masked !== text) writeFileSync(file, masked);
}

/** Hands on what a program says, without the secrets in it: in whole lines, since data comes in pieces that end anywhere. */
export class MaskedLines {
  private readonly mask = new LineMask();
  private rest = "";

  /** @param write takes whole lines */
  constructor(private readonly write: (lines: string) => void) {}

  take(data: string): void {
    const end = (this.rest + data).lastIndexOf("\n") + 1;
    const all = this.rest + data;
    this.rest = all.slice(end);
    if (end > 0) this.write(this.mask.text(all.slice(0, end)));
  }

  /** The last line may have no end. */
  end(): void {
    if (this.rest !== "") this.write(this.mask.text(this.rest));
    this.rest = "";
  }
}
