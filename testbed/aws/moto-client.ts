import { AwsError } from "./exchange";

/** Region of everything in the stand-in. */
export const REGION = "eu-central-1";
/** Account that moto gives to every caller. */
export const ACCOUNT = "123456789012";

/** Calls of the services that speak AWS' query protocol, to moto itself. */
export class MotoClient {
  constructor(readonly address: string) {}

  /**
   * One action, e.g. `CreateVpc`.
   *
   * @param parameters flat, as the query protocol writes lists: `Tag.1.Key`
   * @returns the answer's XML
   * @throws AwsError that moto answered
   */
  async query(
    service: "ec2" | "autoscaling" | "iam",
    action: string,
    parameters: Readonly<Record<string, string>>,
  ): Promise<string> {
    const version = VERSIONS[service];
    const response = await fetch(this.address, {
      method: "POST",
      headers: {
        authorization: signature(service),
        "content-type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams({ Action: action, Version: version, ...parameters }).toString(),
    });
    const text = await response.text();
    if (response.ok) return text;
    throw new AwsError(
      textIn(text, "Code") ?? "InternalFailure",
      textIn(text, "Message") ?? text,
      response.status,
    );
  }
}

const VERSIONS = { ec2: "2016-11-15", autoscaling: "2011-01-01", iam: "2010-05-08" } as const;

/** moto looks at the scope, and at no signature. */
export function signature(service: string): string {
  return `AWS4-HMAC-SHA256 Credential=stand-in/20260101/${REGION}/${service}/aws4_request, SignedHeaders=host, Signature=none`;
}

/** Text of the first element of a name. */
export function textIn(xml: string, element: string): string | undefined {
  return textsIn(xml, element)[0];
}

/** Texts of all elements of a name that have nothing but text. */
export function textsIn(xml: string, element: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, "g"))].map(
    ([, text = ""]) => unescaped(text),
  );
}

function unescaped(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&amp;", "&");
}

/** Texts that were asked for and must be there. */
export function requiredText(xml: string, element: string): string {
  const text = textIn(xml, element);
  if (text === undefined) throw new Error(`the answer has no ${element}: ${xml.slice(0, 400)}`);
  return text;
}
