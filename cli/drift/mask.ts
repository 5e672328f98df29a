import { isObject } from "../../inventory/json";

/** Words of a path whose values nobody may read. */
const SECRET =
  /(pass(word|wd|phrase)?|token|secret|credential|api[-_]?key|private[-_]?key|htpasswd|auth)s?(\.value)?$/i;
const CREDENTIALS_IN_ADDRESS = /(\/\/)[^/@\s]+@/g;
/** Characters that a table has room for. */
const LONGEST = 80;

/** A value for a report: none that could be a secret, and no more than a line. */
export function shown(value: unknown, path: string, kind: string): string {
  if (value === undefined) return "none";
  if (kind === "Secret" && /^(data|stringData)(\.|$)/.test(path)) return "(masked)";
  if (SECRET.test(path)) return "(masked)";
  const text = typeof value === "string" ? value : JSON.stringify(maskedMembers(value));
  const plain = text.replace(CREDENTIALS_IN_ADDRESS, "$1(masked)@");
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain;
}

/** A variable with a name of a secret is one, whatever its member is called. */
function maskedMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskedMembers);
  if (!isObject(value)) return value;
  const { name } = value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      const secret = SECRET.test(key) || (key === "value" && SECRET.test(String(name ?? "")));
      return [key, secret && !isObject(member) ? "(masked)" : maskedMembers(member)];
    }),
  );
}
