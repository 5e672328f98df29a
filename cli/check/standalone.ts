import { runCommand } from "../../runtime/exit";
import { growHeapSlowly } from "../../runtime/heap";
import { fileArguments } from "./arguments";
import { runCheck } from "./run";

growHeapSlowly();

/** The check as one file, without the project: a folder, a file, a plan or a cluster. */
void runCommand(() => runCheck(fileArguments(process.argv.slice(2))));
