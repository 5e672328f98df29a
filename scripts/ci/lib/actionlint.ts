import { works } from "../../../runtime/process/run-sync";

/** https://github.com/rhysd/actionlint; Renovate raises it. */
const ACTIONLINT = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12";

/** Program and arguments that run actionlint on this machine: the one on PATH, else the pinned one through Go. */
export function actionlint(): readonly [string, ...string[]] | undefined {
  const candidates: readonly (readonly [string, ...string[]])[] = [
    ["actionlint"],
    ["go", "run", ACTIONLINT],
  ];
  return candidates.find(([program, ...args]) => works(program, [...args, "-version"], 300));
}
