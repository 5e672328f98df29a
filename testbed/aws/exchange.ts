import type { IncomingMessage } from "node:http";

/** A request of an AWS client, as the stand-in sees it. */
export interface AwsRequest {
  /** Service of the signature's scope: `ec2`, `autoscaling`, `eks`, `elasticfilesystem`, `iam`, `sts`. */
  readonly service: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What is answered. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `Credential=KEY/DATE/REGION/SERVICE/aws4_request`: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html */
const SCOPE = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\/aws4_request/;

/** Reads a whole request. */
export async function readRequest(message: IncomingMessage): Promise<AwsRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  const { pathname, searchParams } = new URL(message.url ?? "/", "http://stand-in");
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (typeof value === "string") headers[name] = value;
  }
  return {
    service: SCOPE.exec(headers["authorization"] ?? "")?.[1] ?? "unknown",
    method: message.method ?? "GET",
    path: pathname,
    query: searchParams,
    headers,
    body: Buffer.concat(chunks).toString("utf8"),
  };
}

/** An answer of the services that speak JSON. */
export function json(body: unknown, status = 200): HttpAnswer {
  return { status, body: JSON.stringify(body), headers: { "content-type": "application/json" } };
}

/** An error of an AWS service that is answered as such. */
export class AwsError extends Error {
  override readonly name = "AwsError";

  /**
   * @param code the API reference's name of it, e.g. `InvalidParameterException`
   * @param status HTTP status
   */
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

/** Services whose answers are XML. */
const XML_SERVICES: readonly string[] = ["autoscaling", "ec2", "iam", "sts"];

/**
 * An error as its service answers it.
 * https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html#operation-error-serialization
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#operation-error-serialization
 */
export function errorAnswer({ code, message, status }: AwsError, service: string): HttpAnswer {
  if (XML_SERVICES.includes(service)) {
    const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
    return {
      status,
      body: `<ErrorResponse>${error}<RequestId>stand-in</RequestId></ErrorResponse>`,
      headers: { "content-type": "text/xml" },
    };
  }
  return {
    status,
    body: JSON.stringify({ message, Message: message, ErrorCode: code }),
    headers: { "content-type": "application/json", "x-amzn-errortype": code },
  };
}
