import { references } from "../../scripts/references";
import { written } from "../../scripts/references/reference";

test.each(references().map((reference) => [reference.file, reference] as const))(
  "%s is what `npm run generate` writes",
  (_file, reference) => {
    expect(written(reference)).toBe(reference.content);
  },
);
