import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { RELEASES } from "../../addons/releases";
import { projectFile } from "../../environments/project";
import { releasesIn } from "../../scripts/chart-releases/index-releases";
import { lookUp } from "../../scripts/chart-releases/look-up";
import { RELEASES_FILE, renderReleases } from "../../scripts/chart-releases/releases-file";

const release = (version: string, created: string) =>
  `  - apiVersion: v2\n    created: "${created}T10:00:00.1Z"\n    version: ${version}\n    urls:\n    - https://charts.example.org/x.tgz\n`;

const INDEX = `apiVersion: v1
entries:
  keda:
${release("2.10.1", "2026-03-09")}${release("2.9.0", "2026-01-02")}${release("2.10.0", "2026-02-03")}${release("3.0.0-rc.1", "2026-04-01")}  keda-add-ons-http:
${release("9.9.9", "2026-05-05")}generated: "2026-06-01T00:00:00Z"
`;
const LOOKED = { day: "2026-06-02", source: "https://charts.example.org/index.yaml" };

test("an index gives the newest final release and the first day of each minor, by number and not by letter", () => {
  expect(releasesIn(INDEX, "keda", LOOKED)).toEqual({
    newest: "2.10.1",
    minors: [
      { minor: "2.10", day: "2026-02-03" },
      { minor: "2.9", day: "2026-01-02" },
    ],
    ...LOOKED,
  });
  expect(releasesIn(INDEX, "keda-add-ons-http", LOOKED)?.newest).toBe("9.9.9");
});

test("a chart that the index does not have, or has no final release of, is not known", () => {
  expect(releasesIn(INDEX, "metrics-server", LOOKED)).toBeUndefined();
  const only = `entries:\n  keda:\n${release("3.0.0-rc.1", "2026-04-01")}`;
  expect(releasesIn(only, "keda", LOOKED)).toBeUndefined();
});

describe("a chart repository", () => {
  const server = createServer((request, response) => {
    response.statusCode = request.url === "/charts/index.yaml" ? 200 : 404;
    response.end(INDEX);
  });
  let url = "";
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  test("is asked for its index", async () => {
    const found = await lookUp("keda", { repository: `${url}/charts/` }, "2026-06-02");
    expect(found).toMatchObject({
      releases: { newest: "2.10.1", day: "2026-06-02", source: `${url}/charts/index.yaml` },
    });
  });

  test.each([
    ["that answers with an error", () => `${url}/none`, /index\.yaml cannot be read: HTTP 404/],
    ["that nothing serves", () => "http://127.0.0.1:9", /cannot be read: fetch failed/],
    ["of the oci kind", () => "oci://charts.example.org/x", /has no index; its tags/],
  ])("%s is a problem and no fact", async (_, repository, problem) => {
    const found = await lookUp("keda", { repository: repository() }, "2026-06-02");
    expect(found).toEqual({ chart: "keda", problem: expect.stringMatching(problem) });
  });
});

test("the file is as the script writes it", () => {
  expect(readFileSync(projectFile(RELEASES_FILE), "utf8")).toBe(renderReleases(RELEASES));
});
