import { workerLoops } from "../../../cli/simulate/loops";
import { burstTimes, REAL_BURST, SEEN } from "../../../testbed/model/real-burst";
import { simulate } from "../../../testbed/model/simulation";
import { specOf } from "../../support/synth";

/** The testbed's HPA controller looks every 5 s, at moments that have nothing to do with the jobs. */
const ONE_LOOK = 5;

// Virtual seconds: no clock of this machine is in it.
test("the model's bursts on local are those that were seen on the testbed, to a look of the HPA", () => {
  const [local] = workerLoops([specOf("local")]);
  if (local === undefined) throw new Error("local has no worker");
  for (let seed = 0; seed < 20; seed += 1) {
    const times = burstTimes(simulate(local.loop, REAL_BURST, seed), local.loop);
    for (const key of ["scaledOut", "lastJobDone", "scaledIn"] as const) {
      const seen = SEEN.map((burst) => burst[key]);
      expect(times[key]).toBeGreaterThan(Math.min(...seen) - ONE_LOOK);
      expect(times[key]).toBeLessThan(Math.max(...seen) + ONE_LOOK);
    }
  }
});
