const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|([-+*/(),]))/y;

/**
 * A formula of `scalingModifiers`: numbers, names, `+ - * /`, brackets, `max()`
 * and `min()`; the part of KEDA's formula language (expr-lang) that sums and
 * weighs queues.
 *
 * @returns its value for values by name; throws an Error for what it does not
 * understand, and for names without a value
 * @throws Error for what can be in no formula
 */
export function compile(formula: string): (values: Readonly<Record<string, number>>) => number {
  const read = tokens(formula);
  return (values) => new Reader(read, formula, values).whole();
}

function tokens(formula: string): readonly string[] {
  const found: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < formula.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(formula);
    if (match === null) throw new Error(`formula ${formula}: what is ${formula.slice(at).trim()}?`);
    found.push(match[0].trim());
  }
  return found;
}

class Reader {
  private next = 0;

  constructor(
    private readonly tokens: readonly string[],
    private readonly formula: string,
    private readonly values: Readonly<Record<string, number>>,
  ) {}

  whole(): number {
    const value = this.sum();
    if (this.next < this.tokens.length) throw this.unexpected();
    return value;
  }

  private sum(): number {
    let value = this.product();
    for (;;) {
      if (this.take("+")) value += this.product();
      else if (this.take("-")) value -= this.product();
      else return value;
    }
  }

  private product(): number {
    let value = this.atom();
    for (;;) {
      if (this.take("*")) value *= this.atom();
      else if (this.take("/")) value /= this.atom();
      else return value;
    }
  }

  private atom(): number {
    if (this.take("(")) return this.bracketed()[0] ?? Number.NaN;
    if (this.take("-")) return -this.atom();
    const token = this.tokens[this.next];
    if (token === undefined) throw this.unexpected();
    this.next += 1;
    if (/^\d/.test(token)) return Number(token);
    if ((token === "max" || token === "min") && this.take("(")) {
      const values = this.bracketed();
      return token === "max" ? Math.max(...values) : Math.min(...values);
    }
    const value = Object.hasOwn(this.values, token) ? this.values[token] : undefined;
    if (value === undefined)
      throw new Error(`formula ${this.formula}: no trigger is named ${token}`);
    return value;
  }

  /** What stands before the closing bracket, separated by commas. */
  private bracketed(): readonly number[] {
    const values = [this.sum()];
    while (this.take(",")) values.push(this.sum());
    if (!this.take(")")) throw this.unexpected();
    return values;
  }

  private take(token: string): boolean {
    if (this.tokens[this.next] !== token) return false;
    this.next += 1;
    return true;
  }

  private unexpected(): Error {
    return new Error(`formula ${this.formula}: unexpected ${this.tokens[this.next] ?? "end"}`);
  }
}
