import { projectFile } from "../environments/project";
import { print, show } from "../masking/output";
import { EXIT } from "../runtime/exit";
import { runSync } from "../runtime/process/run-sync";
import { CHANGED, jestArguments } from "./jest-arguments";
import { TypesPassed } from "./passed-before";

const args = jestArguments(process.argv.slice(2));

if (args.some((argument) => argument === "--help" || argument === "-h")) {
  print(`use: npm test -- [${CHANGED}] [option of jest]...

Lint, format, imports and types, then the tests; stops at the first that fails.

  ${CHANGED}  the tests of what is not committed yet alone

Options of jest: npm run unit -- --help
`);
  process.exit(0);
}

// Before lint and types, which take their time: jest itself says which options it has.
if (args.some((argument) => argument.startsWith("-"))) {
  const valued = args.find((argument) => argument.startsWith(`${CHANGED}=`));
  const refusal =
    valued === undefined
      ? refusalOfJest()
      : `${valued}: ${CHANGED} takes no value, write it alone\n`;
  if (refusal !== undefined) {
    show(refusal);
    process.exit(EXIT.usage);
  }
}

const types = new TypesPassed(projectFile("."));

/**
 * `npm test`: lint, types, then every test; stops at the first that fails. Lint
 * keeps what it found of each file by its content, in node_modules/.cache.
 */
const STEPS = [
  { title: "lint, format, imports", command: ["npm", "run", "--silent", "lint"] },
  { title: "types", command: ["npm", "run", "--silent", "types"] },
  { title: "tests", command: ["npm", "run", "--silent", "unit", "--", ...args] },
] as const;

for (const { title, command } of STEPS) {
  if (title === "types" && types.isKnown()) {
    print("== types: passed with these files\n");
    continue;
  }
  print(`== ${title}\n`);
  const [program, ...rest] = command;
  const { ok, status } = runSync({ program, args: rest, straight: true });
  if (!ok) {
    show(`${title} failed: ${command.join(" ")}\n`);
    process.exit(status);
  }
  if (title === "types") types.keep();
}

function refusalOfJest(): string | undefined {
  const unit = ["run", "--silent", "unit", "--", "--showConfig", ...args];
  const { ok, stderr } = runSync({ program: "npm", args: unit });
  return ok ? undefined : stderr;
}
