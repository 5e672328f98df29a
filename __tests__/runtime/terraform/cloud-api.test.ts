import { createServer, type Server } from "node:http";
import { TerraformCloudApi } from "../../../runtime/terraform/cloud-api";

// The servers of these tests have no certificates.
jest.mock("node:https", () => jest.requireActual("../../support/https-without-tls"));

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

interface Answer {
  readonly status: number;
  readonly location?: string;
  readonly body?: string;
}

/** A server that answers all the same, and the tokens that it was shown. */
async function serving({ status, location, body = "" }: Answer) {
  const tokens: (string | undefined)[] = [];
  const server = createServer(({ headers }, response) => {
    tokens.push(headers.authorization);
    response.writeHead(status, location === undefined ? {} : { location }).end(body);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { host: `127.0.0.1:${address.port}`, tokens };
}

const api = (hostname: string) => new TerraformCloudApi({ hostname, token: "made-up" });

test("a document that is kept elsewhere is fetched there, without the token", async () => {
  const storage = await serving({ status: 200, body: '{"resource_changes":[]}' });
  const cloud = await serving({ status: 307, location: `https://${storage.host}/object/1` });
  const document = await api(cloud.host).document("plans/plan-1/json-output");
  expect(document).toEqual({ resource_changes: [] });
  expect([cloud.tokens, storage.tokens]).toEqual([["Bearer made-up"], [undefined]]);
});

test("a document that the server itself gives is taken as it is", async () => {
  const cloud = await serving({ status: 200, body: "[1]" });
  expect(await api(cloud.host).document("plans/plan-1/json-output")).toEqual([1]);
});

test("a document that is not there yet is undefined, and no error", async () => {
  const cloud = await serving({ status: 204 });
  expect(await api(cloud.host).document("plans/plan-1/json-output")).toBeUndefined();
});

test("what the token may not read is an error with the server's words", async () => {
  const body = JSON.stringify({ errors: [{ title: "not found" }] });
  const cloud = await serving({ status: 404, body });
  await expect(api(cloud.host).document("plans/plan-1/json-output")).rejects.toThrow(
    "GET plans/plan-1/json-output: 404 not found",
  );
});
