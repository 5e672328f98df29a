import { z } from "zod";
import { CommandFailure } from "../../../runtime/failure";
import { requiredVariable } from "../../arguments";

const PER_PAGE = 100;

/** Issues and pull requests of one repository, by GitHub's REST API: https://docs.github.com/en/rest */
export class GitHub {
  private constructor(
    private readonly api: string,
    private readonly repository: string,
    private readonly token: string,
  ) {}

  /**
   * As the variables say that GitHub sets for every job; on a laptop GITHUB_REPOSITORY and a token are enough.
   *
   * @throws ConfigurationError naming the first that is missing
   */
  static fromEnvironment(): GitHub {
    return new GitHub(
      process.env["GITHUB_API_URL"] || "https://api.github.com",
      requiredVariable("GITHUB_REPOSITORY", "owner/name of the repository"),
      requiredVariable("GITHUB_TOKEN", "a token with the permissions of docs/operations/ci.md"),
    );
  }

  /** One call below the repository; the answer is checked by the schema. */
  async call<T>(method: string, path: string, schema: z.ZodType<T>, body?: object): Promise<T> {
    const response = await this.send(method, `${this.api}/repos/${this.repository}${path}`, {
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return schema.parse(await response.json());
  }

  /** All pages of a list. */
  async list<T>(path: string, schema: z.ZodType<T>): Promise<readonly T[]> {
    const found: T[] = [];
    for (let page = 1; ; page += 1) {
      const query = `${path.includes("?") ? "&" : "?"}per_page=${PER_PAGE}&page=${page}`;
      const part = await this.call("GET", path + query, z.array(schema));
      found.push(...part);
      if (part.length < PER_PAGE) return found;
    }
  }

  /** Adds a file to a release; uploads have a host of their own, which the release names. */
  async upload(url: string, content: Buffer): Promise<void> {
    await this.send("POST", url, { body: new Uint8Array(content) }, "application/octet-stream");
  }

  private async send(
    method: string,
    url: string,
    init: RequestInit,
    type = "application/json",
  ): Promise<Response> {
    const response = await fetch(url, {
      ...init,
      method,
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${this.token}`,
        "content-type": type,
        "x-github-api-version": "2022-11-28",
      },
    });
    if (response.ok) return response;
    throw new CommandFailure(
      `GitHub answers ${method} ${new URL(url).pathname} with ${response.status}: ${(await response.text()).slice(0, 300)}`,
      response.status === 403 || response.status === 404
        ? "see that the job has the permission (docs/operations/ci.md), and that the number exists"
        : "run it again; what was written before stays, and is not written twice",
    );
  }
}
