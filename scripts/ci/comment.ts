import { readFileSync } from "node:fs";
import { z } from "zod";
import { fromCaller } from "../../runtime/caller";
import { EXIT, runCommand } from "../../runtime/exit";
import { scriptArguments } from "../arguments";
import { CommandLine } from "../../runtime/command-line";
import { GitHub } from "./lib/github";
import { print } from "../../masking/output";

const COMMAND = new CommandLine({
  call: "node scripts/run.mjs scripts/ci/comment.ts",
  does: "Puts a file on a pull request as its comment of a topic.",
  takes: "FILE.md",
  options: {
    "pull-request": {
      type: "string",
      default: "",
      value: "NUMBER",
      required: true,
      does: "pull request",
    },
    topic: {
      type: "string",
      default: "",
      value: "NAME",
      required: true,
      does: "a later comment of the same topic is written over",
    },
  },
});
/** GitHub refuses a longer body. */
const MOST_CHARACTERS = 65_000;
const comment = z.object({ id: z.number(), body: z.string().nullish(), html_url: z.string() });

/**
 * Puts a file on a pull request as a comment. A pull request has one comment of
 * each topic: a later run writes over it, so that the newest plan is the only one.
 */
void runCommand(async () => {
  const { values, positionals } = scriptArguments(COMMAND);
  const [file = ""] = positionals;
  const number = values["pull-request"];
  if (!/^\d+$/.test(number) || !/^[a-z0-9-]+$/.test(values.topic)) {
    throw COMMAND.error(
      process.argv.slice(2).join(" "),
      "--pull-request is a number, --topic a name of a-z, 0-9 and -",
    );
  }
  const marker = `<!-- fluxibri-core: ${values.topic} -->`;
  const body = shortened(`${marker}\n${readFileSync(fromCaller(file), "utf8")}`);
  const github = GitHub.fromEnvironment();
  const comments = await github.list(`/issues/${number}/comments`, comment);
  const before = comments.find((each) => each.body?.startsWith(marker));
  const { html_url } =
    before === undefined
      ? await github.call("POST", `/issues/${number}/comments`, comment, { body })
      : await github.call("PATCH", `/issues/comments/${before.id}`, comment, { body });
  print(`${before === undefined ? "written" : "written over"}: ${html_url}\n`);
  return EXIT.ok;
});

function shortened(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  return `${text.slice(0, MOST_CHARACTERS)}\n\nCut here: the whole of it is in the summary of the job.\n`;
}
