import { lists } from "./references/lists";
import { writeChanged } from "./references/reference";

/**
 * First step of `npm run generate`: writes the lists of add-ons and rules. It is a step of its own
 * that loads none of them: with a list as it was before, what does could not be loaded.
 */
writeChanged(lists());
