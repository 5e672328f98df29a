const MOST_CHARACTERS = 2 ** 20;

/** The end of a text that comes in whole lines; what is cut off is cut off at a line. */
export class KeptLines {
  text = "";

  take(lines: string): void {
    this.text += lines;
    if (this.text.length <= MOST_CHARACTERS) return;
    const from = this.text.indexOf("\n", this.text.length - MOST_CHARACTERS);
    this.text = from === -1 ? this.text.slice(-MOST_CHARACTERS) : this.text.slice(from + 1);
  }
}
