import { print, show } from "../masking/output";
import { runSync } from "../runtime/process/run-sync";

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
  const { ok, status } = runSync({ program, args, straight: true });
  if (!ok) {
    show(`${title} failed: ${command.join(" ")}\n`);
    process.exit(status);
  }
}
