import { figures } from "../operation/figures";
import type { Paint } from "../../runtime/paint";
import { renderLeft } from "../operation/render-plan";
import type { DeployOutcome } from "./deploy-environment";

/** What was applied and what not, and how to go on. */
export function renderDeployment(deployment: DeployOutcome, paint: Paint): string {
  const { applied, unchanged, notApplied, left, failure, next, environment } = deployment;
  return [
    ...applied.map((plan) => `applied      ${plan.id}: ${figures(plan)}`),
    ...unchanged.map((id) => `no change    ${id}`),
    ...notApplied.map((id) => paint("red", `NOT APPLIED  ${id}`)),
    ...renderLeft(left, paint),
    ...(failure === undefined
      ? [
          paint(
            "green",
            `${environment} is as its code says${left.stacks.length === 0 ? "" : ", but for what is left"}`,
          ),
        ]
      : [paint("red", failure.message), `fix: ${failure.remedy}`]),
    ...(next === undefined ? [] : [`go on with:  ${next}`]),
    "",
  ].join("\n");
}

/** The same for machines. */
export function deploymentReport({ failure, ...deployment }: DeployOutcome): string {
  const report = {
    ...deployment,
    outcome: failure === undefined ? "applied" : "failed",
    ...(failure === undefined
      ? {}
      : { failure: { message: failure.message, fix: failure.remedy } }),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
