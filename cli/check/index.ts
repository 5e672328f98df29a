import { runCommand } from "../../runtime/exit";
import { checkArguments } from "./arguments";
import { runCheck } from "./run";

/** `npm run check`: the rules on synthesized environments, a folder of manifests, a cluster or a plan. */
void runCommand(() => runCheck(checkArguments(process.argv.slice(2))));
