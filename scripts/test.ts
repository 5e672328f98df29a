import { spawnSync } from "node:child_process";
import { print, show } from "../masking/output";

/** `npm test`: lint, types, then every test; stops at the first that fails. */
const STEPS = [
  { title: "lint", command: ["npx", "--no-install", "eslint", "."] },
  { title: "format", command: ["npx", "--no-install", "prettier", "--check", "."] },
  { title: "imports", command: ["npm", "run", "--silent", "imports"] },
  { title: "types", command: ["npx", "--no-install", "tsc", "--noEmit"] },
  { title: "tests", command: ["npx", "--no-install", "jest", ...process.argv.slice(2)] },
] as const;

for (const { title, command } of STEPS) {
  print(`== ${title}\n`);
  const [program, ...args] = command;
  const { status } = spawnSync(program, args, { stdio: "inherit" });
  if (status !== 0) {
    show(`${title} failed: ${command.join(" ")}\n`);
    process.exit(status ?? 1);
  }
}
