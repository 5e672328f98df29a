import { z } from "zod";
import { CommandFailure } from "../../../runtime/failure";
import { requiredVariables } from "../../arguments";
import { tokenProblem, urlProblem } from "../../../runtime/given-secrets";
import { processMask, shortened } from "../../../masking/process-mask";

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
   * @throws ConfigurationError naming all that are missing or cannot be one
   */
  static fromEnvironment(): GitHub {
    const value = requiredVariables({
      GITHUB_API_URL: {
        meaning: "the address of GitHub's API, or leave it unset",
        problem: urlProblem,
        otherwise: "https://api.github.com",
      },
      GITHUB_REPOSITORY: {
        meaning: "owner/name of the repository",
        problem: (text) =>
          /^[\w.-]+\/[\w.-]+$/.test(text) ? undefined : "is no owner/name of a repository",
      },
      GITHUB_TOKEN: {
        meaning: "a token with the permissions of docs/operations/ci.md",
        problem: tokenProblem,
      },
    });
    return new GitHub(value("GITHUB_API_URL"), value("GITHUB_REPOSITORY"), value("GITHUB_TOKEN"));
  }

  /** One call below the repository; the answer is checked by the schema. */
  async call<T>(method: string, path: string, schema: z.ZodType<T>, body?: object): Promise<T> {
    const response = await this.send(method, `${this.api}/repos/${this.repository}${path}`, {
      // An issue or a comment is read by more people than the log of the job.
      ...(body === undefined ? {} : { body: JSON.stringify(processMask().value(body)) }),
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
      `GitHub answers ${method} ${new URL(url).pathname} with ${response.status}: ${shortened(await response.text(), 300)}`,
      response.status === 403 || response.status === 404
        ? "see that the job has the permission (docs/operations/ci.md), and that the number exists"
        : "run it again; what was written before stays, and is not written twice",
    );
  }
}
