import { z } from "zod";

const reservationId = z
  .string()
  .regex(/^cr-[0-9a-f]{8,17}$/, 'must be the id of a reservation, e.g. "cr-0123456789abcdef0"');

/** Capacity that was reserved or bought beforehand. */
const reserved = z.discriminatedUnion("kind", [
  /** An On-Demand Capacity Reservation: nodes start in it and nowhere else. */
  z.strictObject({ kind: z.literal("reservation"), id: reservationId }),
  /** A group of them: nodes for which none has room start On-Demand. */
  z.strictObject({
    kind: z.literal("reservation-group"),
    arn: z
      .string()
      .regex(
        /^arn:aws[a-z-]*:resource-groups:[a-z0-9-]+:[0-9]{12}:group\/.+$/,
        'must be the ARN of a resource group, e.g. "arn:aws:resource-groups:eu-central-1:111122223333:group/gpus"',
      ),
  }),
  /** A Capacity Block for ML: bought for a time, at whose end its nodes go. */
  z.strictObject({ kind: z.literal("capacity-block"), id: reservationId }),
]);

/** How the instances of a pool are bought. */
export const capacityType = z.union([z.enum(["on-demand", "spot"]), reserved], {
  error:
    'must be "on-demand", "spot", { kind: "reservation", id: "cr-…" }, { kind: "reservation-group", arn: "arn:…" } or { kind: "capacity-block", id: "cr-…" }',
});
export type CapacityType = z.output<typeof capacityType>;
