import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { checkRequirements } from "../../../cli/local/requirements";
import type { SynthesizedStack } from "../../../cli/synthesis/synthesize";
import { chartSource } from "../../../modules/helm/chart-source";
import { freePorts } from "../../../testbed/addresses";
import { specOf } from "../../support/synth";
import { temporaryFolder, writeProgram } from "../../support/temporary-folder";

jest.mock("../../../modules/helm/chart-source");
jest.mock("../../../environments/switched", () => ({
  ...jest.requireActual<object>("../../../environments/switched"),
  installedCharts: () => ["keda", "metrics-server", "prometheus-adapter"],
}));

const spec = specOf("local");
const stacks: readonly SynthesizedStack[] = [
  { id: "local-platform", name: "platform", json: requiring({ helm: {} }) },
  { id: "local-workload", name: "workload", json: requiring({ kubernetes: {} }) },
];
const variables = { ...process.env };
let bin: string;

function requiring(providers: Readonly<Record<string, object>>): object {
  return { terraform: { required_providers: providers } };
}

/** Where the charts of the environment come from, one each. */
function repositories(...urls: readonly string[]): void {
  const mocked = jest.mocked(chartSource);
  for (const [index] of ["keda", "metrics-server", "prometheus-adapter"].entries()) {
    mocked.mockReturnValueOnce({ repository: urls[index], chart: "chart", version: "1.0.0" });
  }
}

const check = () => checkRequirements(spec, stacks);

beforeEach(() => {
  bin = temporaryFolder();
  process.env["PATH"] = `${bin}:/bin`;
  process.env["TF_PLUGIN_CACHE_DIR"] = temporaryFolder();
  jest.mocked(chartSource).mockReset();
});

afterEach(() => {
  process.env = { ...variables };
});

/** A program that says it is this, and whose `init` does what the lines say. */
function writeTerraform(name: string, init: string, says = "Terraform v1.11.4"): void {
  const version = says.replace(/^\S+ v/, "");
  writeProgram(
    bin,
    name,
    `[ "$1 $2" = "version -json" ] && echo '{"terraform_version":"${version}"}' && exit 0\n[ "$1" = version ] && echo ${says} && exit 0\n${init}`,
  );
}

test("without Terraform it is said how to get it", async () => {
  process.env["PATH"] = bin;
  await expect(check()).rejects.toMatchObject({
    name: "CommandFailure",
    message: "terraform cannot be run, or is neither Terraform nor OpenTofu",
    remedy: expect.stringContaining("developer.hashicorp.com/terraform/install"),
  });
});

test("providers that cannot be had are named, with Terraform's own words and the remedy", async () => {
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith("fluxibri-providers-"));
  writeTerraform(
    "terraform",
    'echo Initializing...\necho "│ Error: no route to the registry" >&2\nexit 1',
  );
  await expect(check()).rejects.toMatchObject({
    name: "CommandFailure",
    message:
      "terraform cannot get the providers helm, kubernetes:\n│ Error: no route to the registry",
    remedy: expect.stringMatching(/reach its registry.+mirror or a plugin folder/),
  });
  const after = readdirSync(tmpdir()).filter((name) => name.startsWith("fluxibri-providers-"));
  expect(after).toEqual(before);
});

test("words of Terraform without a frame are given as they are", async () => {
  writeTerraform("terraform", 'echo "cannot read main" >&2\nexit 1');
  await expect(check()).rejects.toThrow(/helm, kubernetes:\ncannot read main$/);
});

test("OpenTofu alone is enough where TERRAFORM_BINARY_NAME names it, as for a deploy", async () => {
  process.env["TERRAFORM_BINARY_NAME"] = "tofu";
  writeTerraform("tofu", "exit 0", "OpenTofu v1.11.0");
  repositories();
  await expect(check()).resolves.toBeUndefined();
});

describe("chart repositories", () => {
  const server = createServer((request, response) => {
    response.writeHead(request.url === "/good/index.yaml" ? 200 : 404).end();
  });
  let url: string;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address: string | AddressInfo | null = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    url = `http://127.0.0.1:${address.port}`;
  });

  afterAll(() => new Promise((resolve) => server.close(resolve)));

  beforeEach(() => writeTerraform("terraform", "exit 0"));

  test("that have an index are enough", async () => {
    repositories(`${url}/good`, `${url}/good`, `${url}/good`);
    await expect(check()).resolves.toBeUndefined();
  });

  test("that do not answer are all named at once, each with its reason, and with the remedy", async () => {
    const [closed] = await freePorts(1);
    repositories(`${url}/gone`, `${url}/good`, `http://127.0.0.1:${closed}`);
    await expect(check()).rejects.toMatchObject({
      name: "CommandFailure",
      // The reason's words are Node's own.
      message: expect.stringMatching(
        new RegExp(
          `^chart repositories that do not answer:\n  ${url}/gone: HTTP 404\n  http://127.0.0.1:${closed}: .+$`,
        ),
      ),
      remedy: expect.stringMatching(/CHART_MIRROR to a folder .+helm pull/),
    });
  });

  test("of charts in a folder are not asked", async () => {
    repositories();
    await expect(check()).resolves.toBeUndefined();
  });
});
