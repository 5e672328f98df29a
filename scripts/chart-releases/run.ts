import { writeFileSync } from "node:fs";
import { knownReleases } from "../../addons";
import type { ChartReleases } from "../../addons/kit/chart-facts";
import { chartPins } from "../../environments/chart-pins";
import { projectFile } from "../../environments/project";
import { print, say } from "../../masking/output";
import { CommandLine } from "../../runtime/command-line";
import { EXIT, runCommand } from "../../runtime/exit";
import { today } from "../../runtime/today";
import { scriptArguments } from "../arguments";
import { lookUp } from "./look-up";
import { RELEASES_FILE, renderReleases } from "./releases-file";

const COMMAND = new CommandLine({
  call: "npm run chart-releases",
  does: `Looks up the releases of every chart in its repository and writes ${RELEASES_FILE}. A chart whose repository cannot be reached keeps what is known of it, and the exit status is 1.`,
  takes: "",
  options: {},
});

void runCommand(async () => {
  scriptArguments(COMMAND);
  const day = today(process.env);
  const pins = Object.entries(chartPins());
  const found = await Promise.all(pins.map(([chart, pin]) => lookUp(chart, pin, day)));
  const facts: Record<string, ChartReleases> = {};
  for (const each of found) {
    const { chart } = each;
    const known = knownReleases(chart);
    if ("releases" in each) {
      facts[chart] = each.releases;
      print(`${chart}: newest ${each.releases.newest}\n`);
      continue;
    }
    if (known !== undefined) facts[chart] = known;
    say(`${chart}: NOT looked up: ${each.problem}; kept as of ${known?.day ?? "never"}`);
  }
  writeFileSync(projectFile(RELEASES_FILE), renderReleases(facts));
  return found.every((each) => "releases" in each) ? EXIT.ok : EXIT.failed;
});
