import type { AwsChange } from "../change";
import { BY_HAND } from "./by-hand";
import { KILLS } from "./kills";
import { NETWORK } from "./network";
import { POOLS } from "./pools";
import { REPLACEMENTS } from "./replacements";
import { ROLLS } from "./rolls";
import { SIZES } from "./sizes";
import { STORAGE } from "./storage";

/** All second-day changes, in their order. */
export const CHANGES: readonly AwsChange[] = [
  ...SIZES,
  ...NETWORK,
  ...ROLLS,
  ...STORAGE,
  ...BY_HAND,
  ...POOLS,
  ...REPLACEMENTS,
  ...KILLS,
];
