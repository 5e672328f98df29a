import { readFileSync } from "node:fs";
import { request } from "node:https";
import { rootCertificates } from "node:tls";
import { z } from "zod";
import { ConfigurationError } from "../../environments/errors";

/** https://jsonapi.org/format/#document-top-level */
const documentSchema = z.record(z.string(), z.unknown());
type Document = Readonly<z.output<typeof documentSchema>>;

const errorsSchema = z.object({
  errors: z.array(z.object({ title: z.string().nullish(), detail: z.string().nullish() })),
});

/** Terraform Cloud answered that something cannot be done. */
export class TerraformCloudError extends Error {
  constructor(
    readonly status: number,
    /** Method and path. */
    readonly call: string,
    detail: string,
  ) {
    super(`${call}: ${status} ${detail}`);
    this.name = "TerraformCloudError";
  }
}

export interface TerraformCloudApiProps {
  /** Host, with a port where it is not 443. */
  readonly hostname: string;
  readonly token: string;
  /**
   * File of certificates to be trusted beside Node's own, as Terraform takes it.
   *
   * @default variable SSL_CERT_FILE of the process
   */
  readonly certificates?: string;
  /**
   * Breaks off whatever is on its way.
   *
   * @default waits as long as the server keeps the connection
   */
  readonly signal?: AbortSignal;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  /** Where else it is. */
  readonly location: string | undefined;
}

const NO_CONTENT = 204;
const REDIRECTS: readonly number[] = [302, 303, 307];

/** What is done with a server. */
export type Api = Pick<TerraformCloudApi, "call" | "upload" | "read" | "document">;

type Method = "GET" | "POST" | "PATCH" | "DELETE" | "PUT";

/** Terraform Cloud's API, https://developer.hashicorp.com/terraform/cloud-docs/api-docs, version 2. */
export class TerraformCloudApi {
  private readonly trusted: string[] | undefined;

  constructor(private readonly props: TerraformCloudApiProps) {
    const file = props.certificates ?? process.env["SSL_CERT_FILE"];
    this.trusted = file ? [...rootCertificates, certificatesIn(file)] : undefined;
  }

  /**
   * @param path below `/api/v2/`
   * @returns the answer's document; empty where there is none
   * @throws TerraformCloudError for every answer but success
   */
  async call(method: Method, path: string, document?: object): Promise<Document> {
    const body = document === undefined ? undefined : Buffer.from(JSON.stringify(document));
    const url = new URL(`https://${this.props.hostname}/api/v2/${path}`);
    const { status, text } = await this.send(method, url, body, "application/vnd.api+json");
    const found = objectIn(text);
    if (status >= 300) throw new TerraformCloudError(status, `${method} ${path}`, reason(found));
    return found;
  }

  /**
   * Reads a JSON document that the server keeps elsewhere and sends clients to.
   *
   * @param path below `/api/v2/`
   * @returns undefined while there is none yet
   * @throws TerraformCloudError for every answer but success
   */
  async document(path: string): Promise<unknown> {
    const url = new URL(`https://${this.props.hostname}/api/v2/${path}`);
    let answer = await this.send("GET", url, undefined, "application/vnd.api+json");
    if (REDIRECTS.includes(answer.status) && answer.location !== undefined) {
      answer = await this.send("GET", new URL(answer.location, url), undefined, "application/json");
    }
    if (answer.status === NO_CONTENT) return undefined;
    if (answer.status >= 300) {
      throw new TerraformCloudError(answer.status, `GET ${path}`, reason(objectIn(answer.text)));
    }
    return JSON.parse(answer.text);
  }

  /** Puts a file where the server said that it wants it; the address is the permission. */
  async upload(address: string, content: Buffer): Promise<void> {
    const url = new URL(address);
    const { status, text } = await this.send("PUT", url, content, "application/octet-stream");
    if (status >= 300) throw new TerraformCloudError(status, `PUT ${url.pathname}`, text);
  }

  /** Reads a log, which grows while a run goes on. */
  async read(address: string): Promise<string> {
    const { status, text } = await this.send("GET", new URL(address), undefined, "text/plain");
    return status < 300 ? text : "";
  }

  private send(method: Method, url: URL, body: Buffer | undefined, type: string) {
    const { signal } = this.props;
    // An address that is signed on another host must not get the token.
    const own = url.host === this.props.hostname;
    const headers = {
      ...(own ? { Authorization: `Bearer ${this.props.token}` } : {}),
      "Content-Type": type,
      ...(body === undefined ? {} : { "Content-Length": String(body.length) }),
    };
    return new Promise<Answer>((resolve, reject) => {
      const sent = request(url, { method, headers, ca: this.trusted, signal }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            text: Buffer.concat(chunks).toString("utf8"),
            location: response.headers.location,
          }),
        );
        response.on("error", reject);
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }
}

/** The document of an answer; empty where it has none. */
function objectIn(text: string): Document {
  const answer: unknown = text.startsWith("{") ? JSON.parse(text) : {};
  return documentSchema.parse(answer);
}

/** What the server says is wrong, from a JSON:API error document. */
function reason(document: Document): string {
  const { success, data } = errorsSchema.safeParse(document);
  if (!success) return "";
  return data.errors
    .map(({ title, detail }) => [title, detail].filter(Boolean).join(": "))
    .join("; ");
}

/** @throws ConfigurationError when the file cannot be read or holds none */
function certificatesIn(file: string): string {
  const refuse = (message: string) =>
    new ConfigurationError([
      {
        file: "environment variable SSL_CERT_FILE",
        path: "",
        value: file,
        message,
        fix: "set it to a file of certificates in PEM, or unset it",
      },
    ]);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw refuse(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!text.includes("-----BEGIN CERTIFICATE-----")) throw refuse("holds no certificate");
  return text;
}
