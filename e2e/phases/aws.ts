import { strict as assert } from "node:assert";
import { CommandFailure } from "../../runtime/failure";
import { tryAws } from "../aws/try-aws";
import { NotPossible, type Phase } from "../phase";

export const aws: Phase = {
  name: "aws",
  title: "production's AWS stacks come up on a stand-in of AWS, and second days lose what they say",
  run: async ({ folder, say }) => {
    try {
      const { steps, provider } = await tryAws(`${folder}/aws`, [], say);
      const failed = steps.filter(({ result }) => result === "failed").map(({ name }) => name);
      assert.deepEqual(failed, []);
      return `${steps.length} steps, aws provider ${provider}`;
    } catch (error) {
      // No provider, no Python: nothing was seen, so nothing has passed.
      if (error instanceof CommandFailure) throw new NotPossible(error.message);
      throw error;
    }
  },
};
