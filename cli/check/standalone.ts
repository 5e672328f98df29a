import { setFlagsFromString } from "node:v8";
import { runCommand } from "../../runtime/exit";
import { fileArguments } from "./arguments";
import { runCheck } from "./run";

/**
 * By how much the heap may grow, in percent of what is in use, before it is
 * cleared: V8 doubles it, which for a folder is memory that nothing needs.
 */
const HEAP_GROWTH_PERCENT = 30;
setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);

/** The check as one file, without the project: a folder, a file, a plan or a cluster. */
void runCommand(() => runCheck(fileArguments(process.argv.slice(2))));
