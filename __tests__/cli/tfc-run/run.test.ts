import { CommandFailure } from "../../../runtime/failure";
import { type Api, TerraformCloudError } from "../../../runtime/terraform/cloud-api";
import { runInWorkspace } from "../../../cli/tfc-run/run";

/** A run of another source in the same workspace. */
interface Queued {
  readonly id: string;
  readonly source: string;
  readonly discardable: boolean;
}

/** A server with one workspace, whose run goes through the states given. */
function server(states: readonly string[], mode = "remote", queued: readonly Queued[] = []) {
  const calls: string[] = [];
  const uploaded: string[] = [];
  const left = [...states];
  const run = (status: string) => ({
    data: {
      id: "run-1",
      attributes: {
        status,
        "has-changes": true,
        actions: { "is-confirmable": status === "planned" },
      },
      relationships: { plan: { data: { id: "plan-1" } } },
    },
  });
  const api: Api = {
    call: (method, path) => {
      calls.push(`${method} ${path}`);
      if (path.endsWith("/fluxibri-staging-gone")) {
        return Promise.reject(new TerraformCloudError(404, path, "not found"));
      }
      if (path.startsWith("organizations/")) {
        return Promise.resolve({ data: { id: "ws-1", attributes: { "execution-mode": mode } } });
      }
      if (path.includes("configuration-versions")) {
        const attributes = { status: "uploaded", "upload-url": "https://upload.example/1" };
        return Promise.resolve({ data: { id: "cv-1", attributes } });
      }
      if (path === "workspaces/ws-1/runs") {
        const data = queued.map(({ id, source, discardable }) => ({
          id,
          attributes: { source, actions: { "is-discardable": discardable } },
        }));
        return Promise.resolve({ data });
      }
      if (path === "plans/plan-1") {
        return Promise.resolve({
          data: { attributes: { "log-read-url": "https://log.example/plan" } },
        });
      }
      if (path.endsWith("/discard")) return Promise.resolve({});
      return Promise.resolve(run(left.length > 1 ? (left.shift() ?? "") : (left[0] ?? "")));
    },
    upload: (address) => {
      uploaded.push(address);
      return Promise.resolve();
    },
    document: () => Promise.resolve(undefined),
    read: () => Promise.resolve("\u0002\u001b[31mError: quota exceeded\u001b[0m\u0003"),
  };
  return { api, calls, uploaded };
}

const props = {
  organization: "fluxibri",
  workspace: "fluxibri-staging-storage",
  configuration: Buffer.from("packed"),
  message: "test",
  planOnly: false,
  confirm: undefined,
  pollMilliseconds: 0,
  onStatus: () => undefined,
};

test("a run waits for a person where its plan has changes", async () => {
  const { api, calls, uploaded } = server(["pending", "planned"]);
  const result = await runInWorkspace({ ...props, api });
  expect(result).toMatchObject({ id: "run-1", status: "planned", waits: true, log: "" });
  expect(uploaded).toEqual(["https://upload.example/1"]);
  expect(calls.filter((call) => call.includes("actions/apply"))).toEqual([]);
});

test("a confirmed run is applied once, and each state is told once", async () => {
  const told: string[] = [];
  const { api, calls } = server(["pending", "planned", "planned", "applying", "applied"]);
  const onStatus = (status: string) => told.push(status);
  const result = await runInWorkspace({
    ...props,
    api,
    onStatus,
    confirm: () => Promise.resolve(),
  });
  expect(result.status).toBe("applied");
  expect(told).toEqual(["pending", "planned", "applying", "applied"]);
  expect(calls.filter((call) => call.includes("actions/apply"))).toEqual([
    "POST runs/run-1/actions/apply",
  ]);
});

test("a run whose plan is refused is left as it is, with the reason", async () => {
  const { api, calls } = server(["pending", "planned"]);
  const confirm = () => Promise.reject(new CommandFailure("refused: it rolls nodes", "split it"));
  const result = await runInWorkspace({ ...props, api, confirm });
  expect(result).toMatchObject({ status: "planned", waits: true });
  expect(result.refused?.message).toBe("refused: it rolls nodes");
  expect(calls.filter((call) => call.includes("actions/"))).toEqual([]);
});

test("a run that failed comes with what Terraform said, as plain text", async () => {
  const { api } = server(["pending", "errored"]);
  const result = await runInWorkspace({ ...props, api });
  expect(result).toMatchObject({ status: "errored", log: "Error: quota exceeded" });
});

test("a workspace with local execution is refused before anything is uploaded", async () => {
  const { api, uploaded } = server(["pending"], "local");
  await expect(runInWorkspace({ ...props, api })).rejects.toThrow(
    "fluxibri-staging-storage has local execution",
  );
  expect(uploaded).toEqual([]);
});

test("a workspace that is not there is named, with the command that makes it", async () => {
  const { api } = server(["pending"]);
  const gone = runInWorkspace({ ...props, api, workspace: "fluxibri-staging-gone" });
  await expect(gone).rejects.toMatchObject({
    remedy: expect.stringContaining("npx cdktf deploy terraform-cloud"),
  });
});

test("a run that a trigger queued and that waits in front is discarded, no other", async () => {
  const { api, calls } = server(["pending", "planned"], "agent", [
    { id: "run-1", source: "tfe-api", discardable: true },
    { id: "run-of-ada", source: "tfe-ui", discardable: true },
    { id: "run-waiting", source: "tfe-run-trigger", discardable: true },
    { id: "run-planning", source: "tfe-run-trigger", discardable: false },
  ]);
  const told: string[] = [];
  await runInWorkspace({ ...props, api, onStatus: (status) => told.push(status) });
  expect(calls.filter((call) => call.includes("discard"))).toEqual([
    "POST runs/run-waiting/actions/discard",
  ]);
  expect(told).toEqual([
    "pending",
    "waits behind run-of-ada, which is to be confirmed or discarded",
    "discarded run-waiting, which a run trigger had queued",
    "planned",
  ]);
});
