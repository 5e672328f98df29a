import { namesSecret } from "./keys";
import { isTemplate, MASK, TEXT_RULES } from "./text-rules";

/** Base64 that could hold a credential. */
const ENCODED = /[A-Za-z0-9+/]{24,1000000}={0,2}/g;
/** Of a text in base64 in base64: a Secret that holds a docker configuration. */
const MOST_LAYERS = 3;
const BEGIN_KEY = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/;
const END_KEY = /-----END (?:[A-Z0-9]+ )*PRIVATE KEY-----/;
const OPTION = /^--?([A-Za-z][\w.-]*)$/;

/** Takes secrets out of what leaves the program, and leaves all else as it is. */
export class Mask {
  /** @param known texts that are secrets, whatever they look like; the longest first */
  constructor(private readonly known: readonly string[] = []) {}

  /** A text without the secrets in it: known ones, those of a known shape, and what a secret's key stands before. */
  text(text: string, layers = MOST_LAYERS): string {
    let plain = text;
    for (const secret of this.known) plain = plain.replaceAll(secret, MASK);
    for (const { pattern, replacement } of TEXT_RULES) {
      plain = plain.replace(
        pattern,
        (found: string, ...rest: unknown[]) =>
          replacement({ text: found, groups: textsIn(rest.at(-1)) }) ?? found,
      );
    }
    return layers === 0 ? plain : plain.replace(ENCODED, (found) => this.encoded(found, layers));
  }

  /**
   * JSON without the secrets in it. Nothing but texts is changed, and numbers
   * whose key is that of a secret, so it stays JSON of the same shape.
   *
   * @param key what the value belongs to
   * @param context `field`: of a Kubernetes object or a report, where `secret` is a name; otherwise `variable`
   */
  value(value: unknown, key = "", context = "field"): unknown {
    if (typeof value === "string" || typeof value === "number") {
      const text = String(value);
      if (key !== "" && !isTemplate(text) && namesSecret({ key, value: text, context })) {
        return MASK;
      }
      return typeof value === "string" ? this.text(value) : value;
    }
    if (Array.isArray(value)) return this.list(value, key, context);
    if (typeof value !== "object" || value === null) return value;
    const members: readonly (readonly [string, unknown])[] = Object.entries(value);
    const name = members.find(([member]) => member === "name")?.[1];
    return Object.fromEntries(
      members.map(([member, inner]) => [
        this.text(member),
        member === "value" && typeof name === "string"
          ? this.value(inner, name, "variable")
          : this.value(inner, member, context),
      ]),
    );
  }

  /** A JSON document; another text is taken for what it is. */
  json(document: string): string {
    let value: unknown;
    try {
      value = JSON.parse(document);
    } catch {
      return this.text(document);
    }
    const masked = JSON.stringify(this.value(value));
    // As it was written, where there is nothing to take out.
    return masked === JSON.stringify(value)
      ? document
      : `${JSON.stringify(JSON.parse(masked), null, 2)}\n`;
  }

  /** Words of a command belong together, and so do the lines of a private key. */
  private list(items: readonly unknown[], key: string, context: string): readonly unknown[] {
    let option = "";
    let inKey = false;
    return items.map((item) => {
      if (typeof item !== "string") return this.value(item, key, context);
      const within = inKey;
      if (BEGIN_KEY.test(item) || inKey) inKey = !END_KEY.test(item);
      if (within) return MASK;
      const before = option;
      option = OPTION.exec(item)?.[1] ?? "";
      return this.value(
        item,
        option === "" && before !== "" ? before : key,
        before ? "variable" : context,
      );
    });
  }

  private encoded(found: string, layers: number): string {
    const decoded = Buffer.from(found, "base64");
    // A digest, a certificate's inside, a picture.
    if (
      decoded.subarray(0, 256).some((byte) => byte > 126 || (byte < 32 && !WHITESPACE.has(byte)))
    ) {
      return found;
    }
    const text = decoded.toString("utf8");
    return this.text(text, layers - 1) === text ? found : MASK;
  }
}

const WHITESPACE: ReadonlySet<number> = new Set([9, 10, 13]);

/** The groups of a match that took part; patterns without any have the whole text in that place. */
function textsIn(groups: unknown): Readonly<Record<string, string>> {
  if (typeof groups !== "object" || groups === null) return {};
  return Object.fromEntries(
    Object.entries(groups).flatMap(([name, text]) =>
      typeof text === "string" ? [[name, text] as const] : [],
    ),
  );
}
