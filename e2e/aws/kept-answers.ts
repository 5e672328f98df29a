import { createHash } from "node:crypto";
import http2 from "node:http2";
import net from "node:net";
import { schemaPart } from "./schema-part";

/**
 * Calls whose answer follows from the question alone, and which cost the aws
 * provider seconds of computing each time that a Terraform asks: its schema, and
 * whether its own block is valid (it checks the schemas of all its types first).
 * https://developer.hashicorp.com/terraform/plugin/terraform-plugin-protocol
 */
const SCHEMA: ReadonlySet<string> = new Set([
  "/tfplugin5.Provider/GetSchema",
  "/tfplugin6.Provider/GetProviderSchema",
]);
const KEPT: ReadonlySet<string> = new Set([
  ...SCHEMA,
  "/tfplugin5.Provider/PrepareProviderConfig",
  "/tfplugin6.Provider/ValidateProviderConfig",
]);

/** The schema of all AWS is tens of megabytes. */
const WINDOW = 64 * 1024 * 1024;
const SESSION_MEGABYTES = 512;
const OPTIONS = { maxSessionMemory: SESSION_MEGABYTES, settings: { initialWindowSize: WINDOW } };

interface Answer {
  readonly headers: http2.OutgoingHttpHeaders;
  readonly body: Buffer;
  readonly trailers: http2.OutgoingHttpHeaders;
}

/** Stands between Terraform and a provider's gRPC, and answers by itself what it has heard before. */
export class KeptAnswers {
  private readonly answers = new Map<string, Answer>();
  private readonly sessions = new Set<http2.Http2Session>();
  private readonly server = http2.createServer(OPTIONS);

  private constructor(
    private readonly provider: net.NetConnectOpts,
    private readonly types: ReadonlySet<string>,
  ) {}

  /**
   * @param provider where it listens
   * @param types whose schemas Terraform gets
   */
  static async start(
    provider: net.NetConnectOpts,
    types: ReadonlySet<string>,
  ): Promise<KeptAnswers> {
    const kept = new KeptAnswers(provider, types);
    kept.server.on("session", (session) => kept.follow(session));
    await new Promise<void>((resolve) => kept.server.listen(0, "127.0.0.1", resolve));
    return kept;
  }

  /** `127.0.0.1:PORT`, for Terraform. */
  get address(): string {
    const address = this.server.address();
    if (typeof address !== "object" || address === null) throw new Error("nothing listens");
    return `127.0.0.1:${address.port}`;
  }

  async stop(): Promise<void> {
    for (const session of this.sessions) session.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Each Terraform gets a connection of its own to the provider. */
  private follow(session: http2.ServerHttp2Session): void {
    const upstream = http2.connect("http://provider", {
      ...OPTIONS,
      createConnection: () => net.connect(this.provider),
    });
    for (const [one, other] of [
      [session, upstream],
      [upstream, session],
    ] as const) {
      this.sessions.add(one);
      // A Terraform that is killed takes its connection along, as it would without this between.
      one.on("error", () => other.destroy());
      one.on("close", () => {
        this.sessions.delete(one);
        other.destroy();
      });
    }
    session.on("stream", (stream, headers) => {
      stream.on("error", () => stream.destroy());
      if (upstream.destroyed) stream.destroy();
      else if (KEPT.has(String(headers[":path"]))) void this.answer(stream, headers, upstream);
      else passOn(stream, headers, upstream);
    });
  }

  private async answer(
    stream: http2.ServerHttp2Stream,
    headers: http2.IncomingHttpHeaders,
    upstream: http2.ClientHttp2Session,
  ): Promise<void> {
    try {
      const question = await bodyOf(stream);
      const path = String(headers[":path"]);
      const key = `${path} ${createHash("sha256").update(question).digest("hex")}`;
      const answer = this.answers.get(key) ?? (await this.ask(path, upstream, headers, question));
      if (answer.trailers["grpc-status"] === "0") this.answers.set(key, answer);
      stream.respond(answer.headers, { waitForTrailers: true });
      stream.on("wantTrailers", () => stream.sendTrailers(answer.trailers));
      stream.end(answer.body);
    } catch {
      stream.destroy();
    }
  }

  private async ask(
    path: string,
    upstream: http2.ClientHttp2Session,
    headers: http2.IncomingHttpHeaders,
    question: Buffer,
  ): Promise<Answer> {
    const answer = await asked(upstream, headers, question);
    if (!SCHEMA.has(path) || answer.trailers["grpc-status"] !== "0") return answer;
    return { ...answer, body: schemaPart(answer.body, this.types) };
  }
}

async function bodyOf(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

async function asked(
  upstream: http2.ClientHttp2Session,
  headers: http2.IncomingHttpHeaders,
  question: Buffer,
): Promise<Answer> {
  const request = upstream.request(plain(headers));
  let answered: http2.OutgoingHttpHeaders = {};
  let trailers: http2.OutgoingHttpHeaders = {};
  request.on("response", (received) => (answered = plain(received)));
  request.on("trailers", (received) => (trailers = plain(received)));
  request.end(question);
  const body = await bodyOf(request);
  return { headers: answered, body, trailers };
}

function passOn(
  stream: http2.ServerHttp2Stream,
  headers: http2.IncomingHttpHeaders,
  upstream: http2.ClientHttp2Session,
): void {
  const request = upstream.request(plain(headers));
  let trailers: http2.OutgoingHttpHeaders | undefined;
  request.on("trailers", (received) => (trailers = plain(received)));
  request.on("response", (received, flags) => {
    if (stream.destroyed) return;
    // An error without a body is all headers.
    const isAll = (flags & http2.constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    stream.on("wantTrailers", () => stream.sendTrailers(trailers ?? {}));
    stream.respond(plain(received), isAll ? { endStream: true } : { waitForTrailers: true });
    if (!isAll) request.pipe(stream);
  });
  request.on("error", () => stream.destroy());
  stream.on("close", () => request.close());
  stream.pipe(request);
}

/** Without what belongs to one stream. */
function plain(headers: http2.IncomingHttpHeaders): http2.OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers));
}
