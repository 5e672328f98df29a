import { loadEnvironments } from "../environments";
import { environmentArguments } from "./arguments";
import { EXIT, runCommand } from "./exit";
import { formatFindings } from "./findings";
import { ruleHolds, synthesize } from "./synthesize";

/** `npm run check -- [environment...] [--json]`: the rules on the synthesized environments. */
runCommand(() => {
  const { environments, json } = environmentArguments(process.argv.slice(2));
  const synthesis = synthesize(loadEnvironments(environments, process.env), undefined);
  if (json) {
    const report = synthesis.environments.map(({ spec, rules }) => ({
      environment: spec.name,
      rules: rules.map((result) => ({
        id: result.rule.id,
        holds: ruleHolds(result),
        findings: result.findings,
      })),
    }));
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  } else {
    process.stdout.write(formatFindings(synthesis.environments));
    for (const { spec, rules } of synthesis.environments) {
      process.stdout.write(
        `${spec.name}: ${rules.filter(ruleHolds).length} of ${rules.length} rules hold\n`,
      );
    }
  }
  return synthesis.holds ? EXIT.ok : EXIT.ruleFails;
});
