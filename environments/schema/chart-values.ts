import { z } from "zod";
import { CHART_NAMES } from "../../addons";

/** Values of a chart; what can be known of them is held by a relation. */
const values = z.record(z.string(), z.json());

/** Values by chart. */
export const chartValues = z.partialRecord(z.enum(CHART_NAMES), values);
