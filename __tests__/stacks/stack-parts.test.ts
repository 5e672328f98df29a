import { Testing } from "cdktf";
import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { STACK_PARTS } from "../../environments/workload-names";
import { stackOf } from "../../environments/applications";
import { buildEnvironment } from "../../stacks";
import { specOf } from "../support/synth";

/** What could be a worker's name. */
const LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

test.each(ENVIRONMENT_NAMES)(
  "every part of an application's stack in %s is a name that no worker may have",
  (name) => {
    const spec = specOf(name);
    const stacks = buildEnvironment(Testing.app(), spec);
    for (const application of spec.applications) {
      const stack = stacks.find(({ stackName }) => stackName === stackOf(application));
      const workers = application.workers.map((worker) => worker.name);
      const parts = stack?.node.children.map(({ node }) => node.id) ?? [];
      expect(parts).toEqual(expect.arrayContaining(workers));
      const own = parts.filter((id) => LABEL.test(id) && !workers.includes(id));
      expect(STACK_PARTS).toEqual(expect.arrayContaining(own));
    }
  },
);
