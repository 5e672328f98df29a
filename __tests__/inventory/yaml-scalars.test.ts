import { parse, parseDocument } from "yaml";
import { writtenIn } from "../../inventory/manifests/written";
import { kubectlTags, scalarOf } from "../../inventory/yaml-scalars";

/** As sigs.k8s.io/yaml 1.6.0 converts them to JSON; kubectl 1.32 and the API server 1.35.4 the same. */
const SCALARS: readonly (readonly [unknown, readonly string[]])[] = [
  [true, ["y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE"]],
  [false, ["n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE"]],
  [null, ["", "~", "null", "Null", "NULL"]],
  [511, ["0777", "+0777", "0o777", "0x1FF", "0X1ff", "0b111111111", "5_11", "511_", "+511"]],
  [-3, ["-3", "-0b11", "-03", "-0x3"]],
  [888, ["0888", "888.", "8.88e2", "888.0"]],
  [0, ["0", "00", "-0", "0.0", "0_0"]],
  [1000, ["1e3", "1E+3", "1_000", "1_000.0"]],
  [0.5, [".5", "+.5", "0.5", "0_.5"]],
  [1.1, ["1.10", "1.1"]],
];
const TEXTS = [
  ...["yEs", "oN", "t", "f", "tRue", "nULL", "yes ", "y1", "_1", "._5", ".1_0"],
  ...["12:30", "1:30:45", "2001-01-01", "0x", "0b2", "1e400", "1.1.1", "3e8a", "+-1", "--", "."],
];

describe("scalars without quotes", () => {
  test.each(SCALARS)("stand for %p as kubectl reads them", (value, texts) => {
    expect(texts.map(scalarOf)).toEqual(texts.map(() => value));
  });

  test.each(TEXTS)("%p is a text to kubectl", (text) => {
    expect(scalarOf(text)).toBe(text);
  });

  test("that the yaml package reads are the same", () => {
    for (const text of [...SCALARS.flatMap(([, texts]) => texts), ...TEXTS]) {
      const document: unknown = parse(`a: ${text}\n`, { customTags: kubectlTags });
      expect(document).toEqual({ a: scalarOf(text.trim()) });
    }
  });

  test("may have a tag", () => {
    const text = "a: !!str yes\nb: !!int 0777\nc: !!bool on\nd: !!int '010'\n";
    const document: unknown = parse(text, { customTags: kubectlTags });
    expect(document).toEqual({ a: "yes", b: 511, c: true, d: 8 });
  });

  test("as keys become texts, and are kept as they are written", () => {
    const document = parseDocument("on: { 0777: yes }\n1: 2.50\n'y': no\n", {
      customTags: kubectlTags,
    });
    expect(document.toJS()).toEqual({ true: { 511: true }, 1: 2.5, y: false });
    const { values, keys } = writtenIn(document.contents).written ?? {};
    expect([...(keys ?? [])]).toEqual([
      ["true", "on"],
      ["true.511", "0777"],
    ]);
    expect([...(values ?? [])]).toEqual([
      ["true.511", "yes"],
      ["1", "2.50"],
      ["y", "no"],
    ]);
  });

  test("that say their values are not kept", () => {
    const { contents } = parseDocument("a: [1, -2, 1.5, true, null, yes, x]\n");
    expect(writtenIn(contents)).toEqual({});
  });
});
