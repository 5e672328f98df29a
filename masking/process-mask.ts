import { formsOf, longestFirst, secretsIn } from "./known-secrets";
import { Mask } from "./mask";

const remembered = new Set<string>();
let made: Mask | undefined;

/** The mask of this process: what its variables hold, and the secrets that were remembered. */
export function processMask(): Mask {
  made ??= new Mask(longestFirst([...secretsIn(process.env), ...remembered]));
  return made;
}

/**
 * Takes a secret that was read from a file, or given by a server, out of all that leaves from now on.
 *
 * @returns the secret
 */
export function rememberSecret(secret: string): string {
  for (const form of formsOf(secret)) remembered.add(form);
  made = undefined;
  return secret;
}

/** A text for a message, masked before it is cut: half a token is no longer seen to be one. */
export function shortened(text: string, mostCharacters: number, end = "…"): string {
  const plain = processMask().text(text);
  return plain.length > mostCharacters ? `${plain.slice(0, mostCharacters)}${end}` : plain;
}
