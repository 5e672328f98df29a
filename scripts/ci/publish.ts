import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { fromCaller } from "../../runtime/caller";
import { EXIT, runCommand } from "../../runtime/exit";
import { CommandFailure } from "../../runtime/failure";
import { scriptArguments, usageError } from "../arguments";
import { GitHub } from "./lib/github";

const USAGE =
  "node scripts/run.mjs scripts/ci/publish.ts vX.Y.Z --notes FILE.md --asset FILE [--asset FILE...]";
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
  const { values, positionals } = scriptArguments(
    USAGE,
    { notes: { type: "string", default: "" }, asset: { type: "string", multiple: true } },
    1,
  );
  const [tag = ""] = positionals;
  if (values.notes === "" || values.asset === undefined) {
    throw usageError(USAGE, "--notes and --asset are missing");
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
  process.stdout.write(`published: ${done.html_url}\n`);
  return EXIT.ok;
});
