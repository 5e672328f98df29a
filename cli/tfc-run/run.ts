import { setTimeout as sleep } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { narrow } from "../../inventory/json";
import { CommandFailure } from "../../runtime/failure";
import { type Api, TerraformCloudError } from "../../runtime/terraform/cloud-api";
import {
  configurationSchema,
  logSchema,
  queuedSchema,
  type Run,
  runSchema,
  workspaceSchema,
} from "./documents";

/** A workspace and what is to be run in it. */
export interface RunProps {
  readonly api: Api;
  readonly organization: string;
  readonly workspace: string;
  /** Packed stack. */
  readonly configuration: Buffer;
  readonly message: string;
  /** Only plan: such a run can never be applied, and blocks no other run. */
  readonly planOnly: boolean;
  /**
   * Applies without asking a person what this lets pass; it throws a CommandFailure for
   * what is not to be confirmed. Undefined: nothing is confirmed.
   */
  readonly confirm: ((run: Run) => Promise<void>) | undefined;
  /** How often the server is asked. @default 2000 */
  readonly pollMilliseconds?: number;
  /** Called when the run is in another state. */
  onStatus(status: string): void;
}

/** What a run came to. */
export interface RunResult {
  readonly id: string;
  /** The server's word for it: `applied`, `planned_and_finished`, `planned`, `errored`, ... */
  readonly status: string;
  readonly hasChanges: boolean;
  /** Planned, and to be confirmed by a person. */
  readonly waits: boolean;
  /** Why it was not confirmed, where that was asked for. */
  readonly refused: CommandFailure | undefined;
  /** What Terraform said, where the run failed. */
  readonly log: string;
}

const POLL_MILLISECONDS = 2000;

/** States that a run does not leave by itself. */
const ENDS = /^(applied|planned_and_finished|errored|discarded|canceled|force_canceled)$/;

/**
 * Uploads a configuration to a workspace and runs it there, as far as it goes
 * without a person: to its end, or to where it must be confirmed.
 *
 * @throws CommandFailure when the workspace cannot run it
 */
export async function runInWorkspace(given: RunProps): Promise<RunResult> {
  const props = { ...given, onStatus: once(given.onStatus) };
  const { api } = props;
  const workspace = await workspaceId(props);
  const configuration = await upload(props, workspace);
  let run = await start(props, workspace, configuration);
  let confirmed = false;
  for (;;) {
    const { status, actions } = run.attributes;
    props.onStatus(status);
    if (ENDS.test(status)) return result(api, run);
    if (status === "pending") await makeRoom(props, workspace, run.id);
    if (actions["is-confirmable"] && !confirmed) {
      if (props.confirm === undefined) return result(api, run);
      const refused = await refusalOf(props.confirm, run);
      if (refused !== undefined) return result(api, run, refused);
      await api.call("POST", `runs/${run.id}/actions/apply`, { comment: props.message });
      confirmed = true;
    }
    await sleep(props.pollMilliseconds ?? POLL_MILLISECONDS);
    run = narrow(runSchema, await api.call("GET", `runs/${run.id}`), "run").data;
  }
}

async function refusalOf(
  confirm: NonNullable<RunProps["confirm"]>,
  run: Run,
): Promise<CommandFailure | undefined> {
  try {
    await confirm(run);
    return undefined;
  } catch (error) {
    if (error instanceof CommandFailure) return error;
    throw error;
  }
}

async function workspaceId({ api, organization, workspace }: RunProps): Promise<string> {
  const path = `organizations/${organization}/workspaces/${workspace}`;
  try {
    const { data } = narrow(workspaceSchema, await api.call("GET", path), `workspace ${workspace}`);
    if (data.attributes["execution-mode"] !== "local") return data.id;
  } catch (error) {
    if (!(error instanceof TerraformCloudError)) throw error;
    throw new CommandFailure(
      error.message,
      `make ${workspace} (npx cdktf deploy terraform-cloud), or use a token that may see it`,
    );
  }
  throw new CommandFailure(
    `${workspace} has local execution: Terraform Cloud runs nothing in it`,
    "run Terraform here (npm run deploy), or change state.executionMode",
  );
}

/** A configuration that no run is queued for by itself. */
async function upload({ api, configuration, planOnly }: RunProps, workspace: string) {
  const made = narrow(
    configurationSchema,
    await api.call("POST", `workspaces/${workspace}/configuration-versions`, {
      data: {
        type: "configuration-versions",
        attributes: { "auto-queue-runs": false, speculative: planOnly },
      },
    }),
    "configuration version",
  ).data;
  const address = made.attributes["upload-url"];
  if (!address) throw new Error(`configuration version ${made.id} has no upload-url`);
  await api.upload(address, configuration);
  for (;;) {
    const path = `configuration-versions/${made.id}`;
    const { attributes } = narrow(configurationSchema, await api.call("GET", path), path).data;
    if (attributes.status === "uploaded") return made.id;
    if (attributes.status === "errored") throw new Error(`${path}: the upload is refused`);
    await sleep(POLL_MILLISECONDS);
  }
}

async function start(
  { api, message, planOnly }: RunProps,
  workspace: string,
  configuration: string,
): Promise<Run> {
  const document = {
    data: {
      type: "runs",
      attributes: { message, "plan-only": planOnly, "auto-apply": false },
      relationships: {
        workspace: { data: { type: "workspaces", id: workspace } },
        "configuration-version": { data: { type: "configuration-versions", id: configuration } },
      },
    },
  };
  return narrow(runSchema, await api.call("POST", "runs", document), "run").data;
}

/**
 * A workspace does one run at a time. Discards what a run trigger queued and what
 * now waits to be confirmed, with an older configuration than this one; what a
 * person started is that person's to end.
 */
async function makeRoom(props: RunProps, workspace: string, own: string): Promise<void> {
  const { api, message, onStatus } = props;
  const path = `workspaces/${workspace}/runs`;
  const { data } = narrow(queuedSchema, await api.call("GET", path), path);
  for (const { id, attributes } of data) {
    if (id === own || !attributes.actions["is-discardable"]) continue;
    if (attributes.source === "tfe-run-trigger") {
      await api.call("POST", `runs/${id}/actions/discard`, { comment: message });
      onStatus(`discarded ${id}, which a run trigger had queued`);
    } else {
      onStatus(`waits behind ${id}, which is to be confirmed or discarded`);
    }
  }
}

/** Tells everything only once: the server is asked the same again and again. */
function once(tell: (status: string) => void): (status: string) => void {
  const told = new Set<string>();
  return (status) => {
    if (told.has(status)) return;
    told.add(status);
    tell(status);
  };
}

async function result(api: Api, run: Run, refused?: CommandFailure): Promise<RunResult> {
  const { status, actions } = run.attributes;
  return {
    id: run.id,
    status,
    hasChanges: run.attributes["has-changes"],
    waits: actions["is-confirmable"],
    refused,
    log: status === "errored" ? await logOf(api, run) : "",
  };
}

/** Plan and apply, as far as there are logs of them. */
async function logOf(api: Api, { relationships }: Run): Promise<string> {
  const apply = relationships.apply?.data?.id;
  const parts = [`plans/${relationships.plan.data.id}`, ...(apply ? [`applies/${apply}`] : [])];
  const logs = [];
  for (const part of parts) {
    const { attributes } = narrow(logSchema, await api.call("GET", part), part).data;
    logs.push(await api.read(attributes["log-read-url"]));
  }
  return plain(logs.join("\n"));
}

/** Logs come with colours and between a start and an end mark. */
function plain(log: string): string {
  return stripVTControlCharacters(log).replaceAll("\u0002", "").replaceAll("\u0003", "").trim();
}
