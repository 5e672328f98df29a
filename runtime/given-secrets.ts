/**
 * What is wrong with a token that goes into a header; undefined: nothing.
 * A program would say the header, and the token in it, with its own error.
 */
export function tokenProblem(token: string): string | undefined {
  if (/[\r\n]/.test(token)) return "has a line break";
  // Visible ASCII: https://www.rfc-editor.org/rfc/rfc6750#section-2.1
  return /^[\x21-\x7e]+$/.test(token)
    ? undefined
    : "has a space, a control character or a letter that no token has";
}

/** What is wrong with a password; undefined: nothing. */
export function passwordProblem(password: string): string | undefined {
  return /\p{Cc}/u.test(password) ? "has a line break or a control character" : undefined;
}

/** What is wrong with the address of a server; undefined: nothing. */
export function urlProblem(text: string): string | undefined {
  if (/[\s\p{Cc}]/u.test(text) || !URL.canParse(text)) return "is no address";
  const { protocol, username, password } = new URL(text);
  if (username !== "" || password !== "") return "has a user or a password in it";
  return /^https?:$/.test(protocol) ? undefined : "is no http or https address";
}
