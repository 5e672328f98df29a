import { howToGive } from "./cloud-token";

/** Where an error came up. */
export interface CloudErrorContext {
  /** The program that said it, e.g. `terraform`. */
  readonly program: string;
}

/** An error between Terraform and Terraform Cloud, and what to do about it. */
export interface CloudError {
  readonly pattern: RegExp;
  fix(context: CloudErrorContext, found: RegExpExecArray): string;
}

/** Words of Terraform 1.11.4; the first that fits is taken. */
const CLOUD_ERRORS: readonly CloudError[] = [
  {
    pattern:
      /Failed to request discovery document: Get "?https:\/\/([^/"]+)[^]*in terraform\.cloud/,
    fix: (_context, [, host = ""]) =>
      `${host}, which keeps the state, does not answer: let this machine reach it (behind a proxy: HTTPS_PROXY), or correct state.hostname`,
  },
  {
    pattern: /Required token could not be found[^]*?login (\S+)/,
    fix: ({ program }, [, host = ""]) => `no token for ${host}: ${howToGive(host, program)}`,
  },
  {
    pattern: /organization "([^"]+)" at host (\S+?)(?: not found|\s[^]*unauthorized)/i,
    fix: ({ program }, [, organization = "", host = ""]) =>
      `the token for ${host} is not valid, or not for the organization ${organization}: ${program} login ${host}`,
  },
  {
    // A workspace that a token may not see looks like one that is not there.
    pattern: /[Ee]rror creating workspace (\S+?):/,
    fix: (_context, [, workspace = ""]) =>
      `${workspace} is not there, or is hidden from this token. Make it: npx cdktf deploy terraform-cloud, which shares its state with those that read it, too`,
  },
  {
    pattern: /Failed to retrieve workspace (\S+?): (?:Forbidden|unauthorized|resource not found)/i,
    fix: (_context, [, workspace = ""]) =>
      `the state of ${workspace} is denied. A run needs it shared with its workspace: npx cdktf deploy terraform-cloud. With local execution, the token's owner needs the right to read that workspace's state`,
  },
];

/**
 * What to do about an error; undefined where it is none of these.
 *
 * @param text as Terraform says it, with the border and the line breaks that it puts in
 */
export function cloudFix(text: string, context: CloudErrorContext): string | undefined {
  const said = text.replace(/[│╷╵]/g, " ").replace(/\s+/g, " ");
  for (const { pattern, fix } of CLOUD_ERRORS) {
    const found = pattern.exec(said);
    if (found !== null) return fix(context, found);
  }
  return undefined;
}
