import { createServer, type Server } from "node:http";

/** What somebody asked the server for. */
export interface GitHubCall {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** Answers GitHub's REST API on loopback from a table of `METHOD /path`, and keeps what was asked. */
export class FakeGitHub {
  readonly calls: GitHubCall[] = [];
  private constructor(
    private readonly server: Server,
    readonly url: string,
    private readonly answers: Map<string, unknown>,
  ) {}

  static async start(): Promise<FakeGitHub> {
    const answers = new Map<string, unknown>();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("the server has no port");
    const github = new FakeGitHub(server, `http://127.0.0.1:${address.port}`, answers);
    server.on("request", (request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        const { method = "", url = "", headers } = request;
        const { authorization } = headers;
        const body = Buffer.concat(parts).toString("utf8");
        github.calls.push({ method, path: url, authorization, body });
        const answer = answers.get(`${method} ${url.replace(/\?.*/, "")}`);
        response.statusCode = answer === undefined ? 404 : 200;
        response.end(JSON.stringify(answer ?? { message: "Not Found" }));
      });
    });
    return github;
  }

  answer(call: string, content: unknown): void {
    this.answers.set(call, content);
  }

  /** What was asked that changes something. */
  get writes(): readonly string[] {
    return this.calls
      .filter(({ method }) => method !== "GET")
      .map(({ method, path }) => `${method} ${path}`);
  }

  get env(): NodeJS.ProcessEnv {
    return { GITHUB_API_URL: this.url, GITHUB_REPOSITORY: "o/r", GITHUB_TOKEN: "from-the-test" };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
