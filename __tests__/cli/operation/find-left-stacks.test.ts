import { createServer, type Server } from "node:http";
import { stacksLeft } from "../../../cli/doctor/left";
import { findLeftStacks } from "../../../cli/operation/find-left-stacks";
import { renderLeft } from "../../../cli/operation/render-plan";
import type { EnvironmentSpec } from "../../../environments/schema";
import { madeStackNames } from "../../../environments/stack-names";
import { workspaceDescription, workspaceName } from "../../../modules/terraform-state/workspaces";
import { tokenVariable } from "../../../runtime/terraform/cloud-token";
import { specOf } from "../../support/synth";

// The servers of these tests have no certificates.
jest.mock("node:https", () => jest.requireActual("../../support/https-without-tls"));

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

interface Workspace {
  readonly name: string;
  readonly description?: string | null;
  readonly "resource-count"?: number;
}

/** A workspace as the stack `terraform-cloud` makes it. */
const made = (environment: string, stack: string, resources = 3): Workspace => ({
  name: workspaceName(environment, stack),
  description: workspaceDescription(environment, stack),
  "resource-count": resources,
});

/** Terraform Cloud with these workspaces, as many a page as it is asked for; or one answer for all. */
async function cloud(
  given: readonly Workspace[] | { readonly status: number; readonly body?: string },
) {
  const asked: URL[] = [];
  const server = createServer(({ url = "" }, response) => {
    const address = new URL(url, "http://cloud");
    asked.push(address);
    if ("status" in given) {
      response.writeHead(given.status).end(given.body ?? "");
      return;
    }
    const page = Number(address.searchParams.get("page[number]"));
    const size = Number(address.searchParams.get("page[size]"));
    const data = given.slice((page - 1) * size, page * size);
    const next = page * size < given.length ? page + 1 : null;
    response.end(
      JSON.stringify({
        data: data.map((attributes) => ({ id: "ws-1", type: "workspaces", attributes })),
        meta: { pagination: { "current-page": page, "next-page": next } },
      }),
    );
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { host: hostOf(server), asked };
}

function hostOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `127.0.0.1:${address.port}`;
}

/** An environment whose workspaces are on that server. */
function on(host: string, spec: EnvironmentSpec = specOf("production")): EnvironmentSpec {
  if (spec.state.kind !== "terraform-cloud") throw new Error(`${spec.name} has no workspaces`);
  return { ...spec, state: { ...spec.state, hostname: host } };
}

const search = (host: string, limit?: number) =>
  findLeftStacks(on(host), {
    env: { [tokenVariable(host)]: "made-up" },
    ...(limit === undefined ? {} : { limit }),
  });

test("a workspace that holds resources and that the data has no stack for is left", async () => {
  const spec = specOf("production");
  const { host, asked } = await cloud([
    ...madeStackNames(spec).map((stack) => made("production", stack)),
    made("production", "thumbnails", 7),
    made("production", "ended", 0),
    {
      name: "fluxibri-terraform-cloud",
      description: "Workspaces of all environments",
      "resource-count": 40,
    },
  ]);
  expect(await search(host)).toEqual({
    stacks: [
      {
        id: "production-thumbnails",
        name: "thumbnails",
        kind: "terraform-cloud",
        state: "fluxibri/fluxibri-production-thumbnails",
        resources: 7,
      },
    ],
    unread: undefined,
  });
  expect(asked.map(({ pathname }) => pathname)).toEqual([
    "/api/v2/organizations/fluxibri/workspaces",
  ]);
  expect(asked[0]?.searchParams.get("search[wildcard-name]")).toBe("fluxibri-*");
});

test("workspaces of environments in the data are theirs, also where one name begins another", async () => {
  const { host } = await cloud([
    made("staging", "thumbnails"),
    made("production-us", "workload"),
    { name: "fluxibri-staging-by-hand", description: null, "resource-count": 1 },
  ]);
  const { stacks } = await search(host);
  // No file declares production-us: it is named as an environment of its own, not as a stack of production.
  expect(stacks.map(({ id, name }) => [id, name])).toEqual([
    ["production-us-workload", "workload"],
  ]);
  expect(renderLeft({ stacks, unread: undefined }, (_color, text) => text).join()).toMatch(
    /put back its environment \(environments\/production-us\.ts and its switches\), npm run deploy -- production-us .*npx cdktf destroy production-us-workload/,
  );
});

test("a neighbour's workspace whose name begins as ours do is not ours", async () => {
  const { host } = await cloud([
    { name: "fluxibri-production-website", description: "Website", "resource-count": 5 },
    {
      name: "fluxibri-production-shop",
      description: "The cart stack of production",
      "resource-count": 5,
    },
    { name: "other-fluxibri-production-thumbnails", "resource-count": 5 },
    { name: "fluxibri-website", description: null, "resource-count": 5 },
  ]);
  expect(await search(host)).toEqual({ stacks: [], unread: undefined });
});

test("a workspace without a description, as Terraform makes a missing one, is known by its name", async () => {
  const { host } = await cloud([
    { name: "fluxibri-production-thumbnails", description: null, "resource-count": 1 },
  ]);
  expect((await search(host)).stacks).toMatchObject([{ id: "production-thumbnails" }]);
});

test("all pages are read", async () => {
  const many = Array.from({ length: 230 }, (_, index) => made("production", `app-${index}`));
  const { host, asked } = await cloud(many);
  expect((await search(host)).stacks).toHaveLength(230);
  expect(asked.map(({ searchParams }) => searchParams.get("page[number]"))).toEqual([
    "1",
    "2",
    "3",
  ]);
});

test("what ends it is in the plan and in the doctor's warning, with the workspace that stays", async () => {
  const { host } = await cloud([made("production", "thumbnails", 1)]);
  const left = await search(host);
  const end =
    "npx cdktf destroy production-thumbnails, and take it out again; npx cdktf deploy terraform-cloud then removes its empty workspace";
  expect(renderLeft(left, (_color, text) => text)).toEqual([
    expect.stringMatching(
      /^LEFT .*fluxibri\/fluxibri-production-thumbnails holds 1 resource, which goes on/,
    ),
  ]);
  expect(renderLeft(left, (_color, text) => text)[0]).toContain(end);
  expect(stacksLeft(left)).toMatchObject([{ id: "stack-left", fix: expect.stringContaining(end) }]);
});

const unauthorized = JSON.stringify({ errors: [{ status: "401", title: "unauthorized" }] });

test.each([
  [
    "a token that is not valid",
    { status: 401, body: unauthorized },
    /: the token is not valid \(terraform login /,
  ],
  [
    "an organization that is hidden",
    { status: 404 },
    /: fluxibri is not there, or is hidden from this token$/,
  ],
  ["a server that is out of order", { status: 503 }, /workspaces\?.*: 503/],
  [
    "an answer of another shape",
    { status: 200, body: '{"data":"none"}' },
    /: the answer is none of Terraform/,
  ],
  [
    "an answer that is cut off",
    { status: 200, body: '{"data":[' },
    /: the answer is none of Terraform/,
  ],
])("%s is a note, and no failure", async (_case, answer, note) => {
  const { host } = await cloud(answer);
  const left = await search(host);
  expect(left).toEqual({ stacks: [], unread: expect.stringMatching(note) });
  expect(renderLeft(left, (_color, text) => text)).toEqual([`UNREAD    ${left.unread ?? ""}`]);
  expect(left.unread).toContain(`the workspaces of fluxibri on ${host} could not be read`);
});

test("without a token the server is not asked", async () => {
  const { host, asked } = await cloud([]);
  const { unread } = await findLeftStacks(on(host), { env: {} });
  expect(unread).toContain(`no token for ${host} (terraform login ${host})`);
  expect(asked).toEqual([]);
});

test("a server that is not there is a note", async () => {
  const { host } = await cloud([]);
  await new Promise((resolve) => servers.pop()?.close(resolve));
  expect((await search(host)).unread).toContain("ECONNREFUSED");
});

test("a server that does not answer is waited for no longer than the limit", async () => {
  const server = createServer(() => undefined);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  expect((await search(hostOf(server), 50)).unread).toMatch(/no answer within 0\.05 s$/);
});

test("with local state no server is asked", async () => {
  expect(await findLeftStacks(specOf("local"), { folder: "/nowhere" })).toEqual({
    stacks: [],
    unread: undefined,
  });
});
