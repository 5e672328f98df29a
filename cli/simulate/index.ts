import { loadEnvironments } from "../../environments";
import type { ConfigurationError } from "../../environments/errors";
import { usageError } from "../../runtime/command-line";
import { EXIT, runCommand } from "../../runtime/exit";
import { simulateArguments } from "./arguments";
import { workerLoops } from "./loops";
import { play } from "./play";
import { renderPlayed } from "./table";
import { print } from "../../masking/output";

/** `npm run simulate`: the scaling loop of the environments in a model, under load and incidents. */
void runCommand(() => {
  const { environments, application, worker, scenarios, variants, seeds, json } = simulateArguments(
    process.argv.slice(2),
  );
  const all = workerLoops(loadEnvironments(environments, process.env));
  const ofApplication = all.filter(
    (loop) => application === undefined || loop.application === application,
  );
  if (ofApplication.length === 0 && all.length > 0) {
    throw unknown(
      "application",
      application,
      all.map((one) => one.application),
    );
  }
  const loops = ofApplication.filter((loop) => worker === undefined || loop.worker === worker);
  if (loops.length === 0)
    throw unknown(
      "worker",
      worker,
      ofApplication.map((one) => one.worker),
    );
  const played = loops.flatMap((loop) =>
    scenarios.flatMap((scenario) =>
      variants.map((variant) => play(loop, scenario, variant, seeds)),
    ),
  );
  print(json ? `${JSON.stringify(played, null, 2)}\n` : renderPlayed(played));
  return EXIT.ok;
});

function unknown(
  what: "application" | "worker",
  given: string | undefined,
  known: readonly string[],
): ConfigurationError {
  return usageError(
    given,
    what === "worker"
      ? "no ScaledObject of these environments scales such a worker"
      : "no ScaledObject of these environments scales a worker of such an application",
    known.length > 0 ? `use ${[...new Set(known)].join(", ")}` : "switch KEDA on (addons.keda)",
    `--${what}`,
  );
}
