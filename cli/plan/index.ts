import { EXIT, runCommand } from "../../runtime/exit";
import { planArguments } from "./arguments";
import { hasChanges, planEnvironment } from "../operation/plan-environment";
import { paintFor } from "../../runtime/paint";
import { renderFailure, renderPlan } from "../operation/render-plan";
import { planReport } from "./report";
import { planVerdict } from "./verdict";
import { print, say } from "../../masking/output";

/** As `terraform plan -detailed-exitcode`; wrong usage is an error too, since 2 means changes. */
const CHANGES = 2;

/** `npm run plan -- ENVIRONMENT [STACK...] [--binary PROGRAM] [--json]`: every stack, in order, through Terraform. */
void runCommand(async () => {
  const { json, ...options } = planArguments(process.argv.slice(2));
  const plan = await planEnvironment({
    ...options,
    say,
  });
  const paint = paintFor("stdout");
  const chosen = [options.environment, ...options.stacks].join(" ");
  const deploy =
    options.synthesized === undefined ? `npm run deploy -- ${chosen} --plan` : undefined;
  print(
    json
      ? planReport(plan)
      : `${renderPlan(plan, paint)}${renderFailure(plan, paint)}${planVerdict(plan, deploy, paint)}`,
  );
  if (plan.failure !== undefined) return EXIT.failed;
  return plan.stacks.some(hasChanges) ? CHANGES : EXIT.ok;
}, EXIT.failed);
