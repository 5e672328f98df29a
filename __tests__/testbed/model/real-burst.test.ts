import { workerLoops } from "../../../cli/simulate/loops";
import { burstTimes, SEEN_BURSTS } from "../../../testbed/model/real-burst";
import { simulate } from "../../../testbed/model/simulation";
import { specOf } from "../../support/synth";
import { montageAiAlone } from "../../support/applications";
import { withThumbnails } from "../../support/thumbnails";

/** The testbed's HPA controller looks every 5 s, at moments that have nothing to do with the jobs. */
const ONE_LOOK = 5;

const { loops } = workerLoops([withThumbnails(montageAiAlone(specOf("local")))]);

// Virtual seconds: no clock of this machine is in it.
test.each(SEEN_BURSTS.map((burst) => [burst.library, burst] as const))(
  "the model's bursts of %s on local are those that were seen on the testbed, to a look of the HPA",
  (_, { library, scenario, scaledOutBy, times: seenTimes }) => {
    const local = loops.find(({ loop }) => loop.library === library);
    if (local === undefined) throw new Error("local has no such worker");
    for (let seed = 0; seed < 20; seed += 1) {
      const times = burstTimes(simulate(local.loop, scenario, seed), local.loop, scaledOutBy);
      for (const key of ["scaledOut", "lastJobDone", "scaledIn"] as const) {
        const seen = seenTimes.map((burst) => burst[key]);
        expect(times[key]).toBeGreaterThan(Math.min(...seen) - ONE_LOOK);
        expect(times[key]).toBeLessThan(Math.max(...seen) + ONE_LOOK);
      }
    }
  },
);
