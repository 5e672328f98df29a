import { z } from "zod";
import { narrow } from "../json";
import { METRICS_APIS, type MetricsApiOwner } from "../model";
import type { ReadObject } from "./object";
import { metadata } from "./schemas";

const apiService = z.object({ metadata });

/** An APIService of our own owns the metrics API of its name. */
export function readApiService({ object, place, where }: ReadObject): readonly MetricsApiOwner[] {
  const { name } = narrow(apiService, object, where).metadata;
  return METRICS_APIS.filter((api) => api === name).map((api) => ({
    api,
    owner: { kind: "APIService", name, place },
  }));
}
