import { loadEnvironments } from "../../environments";
import { print, say } from "../../masking/output";
import { countOf } from "../../runtime/count-of";
import { EXIT, runCommand } from "../../runtime/exit";
import { simulateArguments } from "./arguments";
import { chosenLoops, chosenVariants, unplayedLines } from "./chosen-loops";
import { workerLoops } from "./loops";
import { play } from "./play";
import { renderPlayed } from "./table";

/** `npm run simulate`: the scaling loop of the environments in a model, under load and incidents. */
void runCommand(() => {
  const asked = simulateArguments(process.argv.slice(2));
  const all = workerLoops(loadEnvironments(asked.environments, process.env));
  const chosen = chosenLoops(all, asked);
  const ways = chosenVariants(chosen.loops, asked.variants);
  const runs =
    ways.reduce((sum, { variants }) => sum + variants.length, 0) * asked.scenarios.length;
  say(`playing ${countOf(runs, "run")}, ${countOf(asked.seeds.length, "time")} each`);
  const played = ways.flatMap(({ loop, variants }) =>
    asked.scenarios.flatMap((scenario) =>
      variants.map((variant) => play(loop, scenario, variant, asked.seeds)),
    ),
  );
  print(asked.json ? `${JSON.stringify(played, null, 2)}\n` : renderPlayed(played));
  for (const line of unplayedLines(chosen, ways, asked.variants)) say(line);
  return EXIT.ok;
});
