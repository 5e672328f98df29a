import { spawnSync } from "node:child_process";

/** https://github.com/rhysd/actionlint; Renovate raises it. */
const ACTIONLINT = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12";

/** Program and arguments that run actionlint on this machine: the one on PATH, else the pinned one through Go. */
export function actionlint(): readonly [string, ...string[]] | undefined {
  const candidates: readonly (readonly [string, ...string[]])[] = [
    ["actionlint"],
    ["go", "run", ACTIONLINT],
  ];
  return candidates.find(
    ([program, ...args]) => spawnSync(program, [...args, "-version"]).status === 0,
  );
}
