import assert from "node:assert/strict";
import type { Phase } from "../phase";

export const secondPlan: Phase = {
  name: "second-plan",
  title: "A second plan of every stack is empty",
  run: (e2e) => {
    const planned = e2e.project.plan();
    assert.deepEqual(
      planned.filter(({ changes }) => changes.length > 0),
      [],
      "stacks with changes",
    );
    return Promise.resolve(`${planned.length} stacks, no change`);
  },
};
