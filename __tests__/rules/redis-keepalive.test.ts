import { readSynthesized } from "../../inventory/synthesized";
import { redisKeepalive } from "../../rules/redis-keepalive";
import { specOf } from "../support/synth";
import { workloadStack } from "../support/workload";

/** What the rule finds in production's workload as synthesized, changed as text. */
function foundIn(change: (json: string) => string) {
  // The namespace is a value of an earlier stack, which is not here.
  const text = JSON.stringify(workloadStack("production")).replaceAll(
    /\$\{data\.terraform_remote_state\.[^}]*namespace[^}]*\}/g,
    "montage-ai",
  );
  const json: unknown = JSON.parse(change(text));
  return redisKeepalive.check(
    readSynthesized([{ name: "production-workload", json }]),
    specOf("production"),
  );
}

test("the managed Redis is found by the address that KEDA is given, and is in order", () => {
  expect(foundIn((json) => json)).toEqual([]);
  expect(foundIn((json) => json.replace(',"--tcp-keepalive","10"', ""))).toMatchObject([
    {
      severity: "warning",
      object: expect.stringMatching(/^StatefulSet \S*redis$/),
      message: expect.stringContaining("tcp-keepalive is 300"),
    },
  ]);
});

test("what is no server, and a server whose options are not seen, is not judged", () => {
  const without = (json: string) => json.replace(',"--tcp-keepalive","10"', "");
  for (const image of ["example.com/redis_exporter:1", "example.com/redis-operator:1"]) {
    expect(
      foundIn((json) => without(json).replace(/docker\.io\/library\/redis:[^"]+/, image)),
    ).toEqual([]);
  }
  expect(
    foundIn((json) => without(json).replace('["redis-server"]', '["sh","/start.sh"]')),
  ).toEqual([]);
});
