import { z } from "zod";
import { InventoryError, narrow } from "../../inventory/json";

const schema = z.object({
  name: z.string(),
  ports: z.array(z.object({ port: z.coerce.number(), protocol: z.string().default("TCP") })),
});

/** More than are narrowed before zod compiles a schema. */
const MANY = 120;

function outcome(value: unknown): unknown {
  try {
    return narrow(schema, value, "a file");
  } catch (error) {
    return error instanceof InventoryError ? error.message : error;
  }
}

test.each([
  ["fits", { name: "a", ports: [{ port: "80" }] }],
  ["does not fit", { ports: [{ port: 80 }, { port: "x", protocol: 1 }] }],
])("the first and the last of many values that %s are narrowed alike", (_, value) => {
  const outcomes = Array.from({ length: MANY }, () => JSON.stringify(outcome(value)));
  expect(new Set(outcomes).size).toBe(1);
  expect(outcomes[0]).toMatch(/"port":80,"protocol":"TCP"|a file: name: .*ports\.1\.port/);
});
