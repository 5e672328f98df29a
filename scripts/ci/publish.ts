import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { fromCaller } from "../../runtime/caller";
import { EXIT, runCommand } from "../../runtime/exit";
import { CommandFailure } from "../../runtime/failure";
import { scriptArguments } from "../arguments";
import { CommandLine } from "../../runtime/command-line";
import { GitHub } from "./lib/github";
import { print } from "../../masking/output";

const COMMAND = new CommandLine({
  call: "node scripts/run.mjs scripts/ci/publish.ts",
  does: "Makes the release of a tag, with its files.",
  takes: "vX.Y.Z",
  options: {
    notes: {
      type: "string",
      default: "",
      value: "FILE.md",
      required: true,
      does: "text of the release",
    },
    asset: { type: "string", multiple: true, value: "FILE", does: "file of the release" },
  },
});
const release = z.object({
  id: z.number(),
  tag_name: z.string(),
  draft: z.boolean(),
  upload_url: z.string(),
  html_url: z.string(),
  assets: z.array(z.object({ id: z.number(), name: z.string() })).default([]),
});

/**
 * Makes the release of a tag: a draft, its files, then published, so that nobody
 * sees half of it. A run that broke off is taken up again; what is published is
 * never changed.
 */
void runCommand(async () => {
  const { values, positionals } = scriptArguments(COMMAND);
  const [tag = ""] = positionals;
  if (values.notes === "" || values.asset === undefined) {
    throw COMMAND.error(process.argv.slice(2).join(" "), "--notes and --asset are missing");
  }
  const body = readFileSync(fromCaller(values.notes), "utf8");
  const files = values.asset.map((file) => ({
    name: path.basename(file),
    content: readFileSync(fromCaller(file)),
  }));
  const github = GitHub.fromEnvironment();
  const before = (await github.list("/releases", release)).find(({ tag_name }) => tag_name === tag);
  if (before?.draft === false) {
    throw new CommandFailure(
      `${tag} is published: ${before.html_url}`,
      "what others may have downloaded stays: make a new version",
    );
  }
  const draft =
    before ??
    (await github.call("POST", "/releases", release, {
      tag_name: tag,
      name: tag,
      body,
      draft: true,
    }));
  for (const { name, content } of files) {
    if (draft.assets.some((asset) => asset.name === name)) continue;
    const url = draft.upload_url.replace(/\{.*$/, "");
    await github.upload(`${url}?name=${encodeURIComponent(name)}`, content);
  }
  const done = await github.call("PATCH", `/releases/${draft.id}`, release, { body, draft: false });
  print(`published: ${done.html_url}\n`);
  return EXIT.ok;
});
