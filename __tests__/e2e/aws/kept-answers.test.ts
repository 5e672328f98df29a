import http2 from "node:http2";
import type { AddressInfo } from "node:net";
import { KeptAnswers } from "../../../e2e/aws/kept-answers";

const VALIDATE = "/tfplugin5.Provider/PrepareProviderConfig";
const READ = "/tfplugin5.Provider/ReadResource";

let asked: string[];
let provider: http2.Http2Server;
let kept: KeptAnswers;

beforeEach(async () => {
  asked = [];
  provider = http2.createServer();
  provider.on("stream", (stream, headers) => {
    let body = "";
    stream.on("data", (chunk: Buffer) => (body += chunk.toString()));
    stream.on("end", () => {
      asked.push(`${String(headers[":path"])} ${body}`);
      const status = body === "bad" ? "3" : "0";
      stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": status }));
      stream.respond({ ":status": 200 }, { waitForTrailers: true });
      stream.end(`answer to ${body}`);
    });
  });
  await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
  kept = await KeptAnswers.start({ host: "127.0.0.1", port: portOf(provider) }, new Set());
});

afterEach(async () => {
  await kept.stop();
  await new Promise((resolve) => provider.close(resolve));
});

test("the same question about the provider's own block reaches the provider once, another one too", async () => {
  expect(await ask(VALIDATE, "a")).toEqual({ body: "answer to a", status: "0" });
  expect(await ask(VALIDATE, "a")).toEqual({ body: "answer to a", status: "0" });
  expect(await ask(VALIDATE, "b")).toEqual({ body: "answer to b", status: "0" });
  expect(asked).toEqual([`${VALIDATE} a`, `${VALIDATE} b`]);
});

test("what is read of AWS is asked for each time", async () => {
  expect(await ask(READ, "a")).toEqual({ body: "answer to a", status: "0" });
  await ask(READ, "a");
  expect(asked).toEqual([`${READ} a`, `${READ} a`]);
});

test("an error is told and not kept", async () => {
  expect(await ask(VALIDATE, "bad")).toEqual({ body: "answer to bad", status: "3" });
  await ask(VALIDATE, "bad");
  expect(asked).toHaveLength(2);
});

async function ask(path: string, body: string): Promise<{ body: string; status: string }> {
  const session = http2.connect(`http://${kept.address}`);
  const request = session.request({ ":method": "POST", ":path": path });
  let status = "";
  request.on("trailers", (trailers) => (status = String(trailers["grpc-status"])));
  request.end(body);
  let answer = "";
  for await (const chunk of request) answer += String(chunk);
  session.close();
  return { body: answer, status };
}

function portOf(server: http2.Http2Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("nothing listens");
  return address.port;
}
