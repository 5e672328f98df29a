import fc from "fast-check";
import { compileFormula } from "../../environments/formula";

const values = { queued: 8, running: 3, scheduled: 5 };

test.each([
  ["queued + running", 11],
  ["queued - running * 2", 2],
  ["(queued - running) * 2", 10],
  ["queued / 4 + running", 5],
  ["max(queued, running) + min(scheduled, 1)", 9],
  ["-running + 1.5", -1.5],
  [" queued ", 8],
  ["queued > 3 ? running : 0", 3],
  ["queued > 3 && running > 3 || scheduled == 5", 1],
  ["round(2.5) + ceil(running / 2) + abs(-1)", 6],
  ["queued ?? 1", 8],
  ["2 ** 3 + 7 % 4", 11],
])("%s is %d", (formula, expected) => {
  expect(compileFormula(formula)(values)).toBe(expected);
});

test.each([
  ["queued + waiting", "no trigger is named waiting"],
  ["queued +", "unexpected end"],
  ["(queued", "unexpected end"],
  ["queued running", "unexpected running"],
  ["queued | running", "what is | running"],
  ["toString", "no trigger is named toString"],
])("%s is refused: %s", (formula, message) => {
  expect(() => compileFormula(formula)(values)).toThrow(message);
});

interface Expression {
  readonly text: string;
  readonly value: number;
}
const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 5 },
    fc.nat(1000).map((value): Expression => ({ text: String(value), value })),
    fc.constantFrom<Expression>({ text: "queued", value: 8 }, { text: "running", value: 3 }),
    fc
      .tuple(tie("expression"), fc.constantFrom("+", "-", "*"), tie("expression"))
      .map(([left, operator, right]): Expression => ({
        text: `(${left.text} ${operator} ${right.text})`,
        value:
          operator === "+"
            ? left.value + right.value
            : operator === "-"
              ? left.value - right.value
              : left.value * right.value,
      })),
  ),
}));

test("brackets, sums and products of any depth have the value that they should", () => {
  fc.assert(
    fc.property(expression, ({ text, value }) => {
      expect(compileFormula(text)(values)).toBe(value);
    }),
  );
});
