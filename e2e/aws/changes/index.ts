import type { Change } from "../change";
import { NETWORK } from "./network";
import { REPLACEMENTS } from "./replacements";
import { SIZES } from "./sizes";

/** All second-day changes, in their order. */
export const CHANGES: readonly Change[] = [...SIZES, ...NETWORK, ...REPLACEMENTS];
