import type { TerraformBlock } from "../../inventory/model";
import { blocksIn } from "../../inventory/terraform-blocks";
import type { Fault } from "./fault";

/** Types whose only work is to run a program or to ask a server of the author's choice. */
const RUNS: Readonly<Record<string, string>> = {
  "data.external": "runs a program on the worker while planning, with the run's credentials",
  "data.http": "sends what its author likes to a server of its author's choice, while planning",
  "ephemeral.aws_lambda_invocation": "starts a function while planning",
  "data.aws_lambda_invocation": "starts a function while planning",
};

/** What a block runs by itself. */
export function programsOf({ section, type, value }: TerraformBlock): readonly Fault[] {
  const runs = RUNS[`${section}.${type}`];
  const faults: Fault[] = [];
  if (runs !== undefined) {
    faults.push({
      message: runs,
      fix: "take it out: read the value in the environment's data, or in a command of its own",
      everywhere: true,
    });
  }
  if (section === "resource" || section === "removed") {
    const names = blocksIn(value["provisioner"]).flatMap((block) => Object.keys(block));
    if (value["provisioner"] !== undefined) {
      faults.push({
        message: `has a provisioner (${names.join(", ") || "unknown"}): it runs a program at the apply, with the apply's credentials`,
        fix: "take it out: what must run, runs in a pod or in a command of its own",
        everywhere: true,
      });
    }
    if (value["connection"] !== undefined) {
      faults.push({
        message: "has a connection: it lets a provisioner into another machine",
        fix: "take it out",
        everywhere: true,
      });
    }
  }
  if (type === "helm_release" && value["postrender"] !== undefined) {
    faults.push({
      message: "has a postrender: it runs a program on the worker",
      fix: "take it out: say it in the chart's values",
      everywhere: true,
    });
  }
  return faults;
}
