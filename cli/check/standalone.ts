import { runCommand } from "../../runtime/exit";
import { fileArguments } from "./arguments";
import { runCheck } from "./run";

/** The check as one file, without the project: a folder, a file, a plan or a cluster. */
void runCommand(() => runCheck(fileArguments(process.argv.slice(2))));
