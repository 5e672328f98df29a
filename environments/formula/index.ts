import { tokensOf } from "./tokens";

/** Values of triggers by their names. */
export type TriggerValues = Readonly<Record<string, number>>;

/** Binary operators by how tightly they bind, loosest first; what compares and joins gives 1 for true and 0 for false. */
const LEVELS: readonly Readonly<Record<string, (left: number, right: number) => number>>[] = [
  { "||": or, or },
  { "&&": and, and },
  {
    "==": (left, right) => Number(left === right),
    "!=": (left, right) => Number(left !== right),
    "<": (left, right) => Number(left < right),
    "<=": (left, right) => Number(left <= right),
    ">": (left, right) => Number(left > right),
    ">=": (left, right) => Number(left >= right),
  },
  { "+": (left, right) => left + right, "-": (left, right) => left - right },
  {
    "*": (left, right) => left * right,
    "/": (left, right) => left / right,
    "%": (left, right) => left % right,
  },
];

const FUNCTIONS: Readonly<Record<string, (...values: readonly number[]) => number>> = {
  max: Math.max,
  min: Math.min,
  abs: (value = Number.NaN) => Math.abs(value),
  ceil: (value = Number.NaN) => Math.ceil(value),
  floor: (value = Number.NaN) => Math.floor(value),
  // Half away from zero, as Go rounds.
  round: (value = Number.NaN) => Math.sign(value) * Math.round(Math.abs(value)),
  int: (value = Number.NaN) => Math.trunc(value),
  float: (value = Number.NaN) => value,
};

function or(left: number, right: number): number {
  return Number(left !== 0 || right !== 0);
}

function and(left: number, right: number): number {
  return Number(left !== 0 && right !== 0);
}

/**
 * A formula of `scalingModifiers`: the part of KEDA's formula language that has
 * to do with numbers. Names are values of triggers, of which none is missing,
 * so `??` gives its left side.
 *
 * Source: https://expr-lang.org/docs/language-definition (KEDA 2.20.2 has expr 1.17.8)
 *
 * @returns its value for values by name; throws an Error for what it does not
 * understand, and for names without a value
 * @throws Error for what can be in no formula
 */
export function compileFormula(formula: string): (values: TriggerValues) => number {
  const tokens = tokensOf(formula);
  return (values) => new Reader(tokens, formula, values).whole();
}

class Reader {
  private next = 0;

  constructor(
    private readonly tokens: readonly string[],
    private readonly formula: string,
    private readonly values: TriggerValues,
  ) {}

  whole(): number {
    const value = this.choice();
    if (this.next < this.tokens.length) throw this.unexpected();
    return value;
  }

  /** `a ? b : c`; both sides are read, one is the value. */
  private choice(): number {
    const condition = this.present();
    if (!this.take("?")) return condition;
    const yes = this.choice();
    if (!this.take(":")) throw this.unexpected();
    const no = this.choice();
    return condition !== 0 ? yes : no;
  }

  private present(): number {
    const value = this.binary(0);
    if (this.take("??")) this.present();
    return value;
  }

  private binary(level: number): number {
    const operators = LEVELS[level];
    if (operators === undefined) return this.signed();
    let value = this.binary(level + 1);
    for (;;) {
      const token = this.tokens[this.next] ?? "";
      const operator = Object.hasOwn(operators, token) ? operators[token] : undefined;
      if (operator === undefined) return value;
      this.next += 1;
      value = operator(value, this.binary(level + 1));
    }
  }

  private signed(): number {
    if (this.take("-")) return -this.signed();
    if (this.take("+")) return this.signed();
    if (this.take("!") || this.take("not")) return Number(this.signed() === 0);
    const value = this.atom();
    return this.take("**") || this.take("^") ? value ** this.signed() : value;
  }

  private atom(): number {
    if (this.take("(")) return this.bracketed()[0] ?? Number.NaN;
    const token = this.tokens[this.next];
    if (token === undefined) throw this.unexpected();
    this.next += 1;
    if (/^\d/.test(token)) return Number(token);
    if (token === "true" || token === "false") return Number(token === "true");
    const call = Object.hasOwn(FUNCTIONS, token) ? FUNCTIONS[token] : undefined;
    if (call !== undefined && this.take("(")) return call(...this.bracketed());
    const value = Object.hasOwn(this.values, token) ? this.values[token] : undefined;
    if (value === undefined)
      throw new Error(`formula ${this.formula}: no trigger is named ${token}`);
    return value;
  }

  /** What stands before the closing bracket, separated by commas. */
  private bracketed(): readonly number[] {
    const values = [this.choice()];
    while (this.take(",")) values.push(this.choice());
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
