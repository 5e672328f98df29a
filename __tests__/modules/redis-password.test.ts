import { changedSpec } from "../support/changed-spec";
import { blocks, specOf } from "../support/synth";
import { manifests, podOf, workloadOf } from "../support/workload";
import { sendsPassword } from "../support/sends-password";

const PASSWORD = { secretName: "redis-credentials", key: "password" };
const REFERENCE = { secret_key_ref: { name: "redis-credentials", key: "password" } };

/** Production with a password, an app that reads it, and one worker of each kind. */
const stack = workloadOf(
  changedSpec(specOf("production"), {
    "applications.0.redis.password": PASSWORD,
    ...sendsPassword("production"),
    "applications.0.workers.1.scaling": {
      kind: "job",
      max: 5,
      pollingIntervalSeconds: 15,
      replicasWithoutKeda: 1,
    },
  }),
);

test("KEDA gets the password by reference, for every trigger of a ScaledObject and a ScaledJob", () => {
  const authentications = manifests(stack, "TriggerAuthentication");
  expect(authentications).toHaveLength(2);
  for (const authentication of authentications) {
    expect(authentication).toMatchObject({
      spec: {
        secretTargetRef: [{ parameter: "password", name: "redis-credentials", key: "password" }],
      },
    });
  }
  const scalers = [...manifests(stack, "ScaledObject"), ...manifests(stack, "ScaledJob")];
  expect(scalers).toHaveLength(2);
  for (const scaler of scalers) {
    const { name } = scaler["metadata"] as { name: string };
    const { triggers } = scaler["spec"] as { triggers: readonly object[] };
    for (const trigger of triggers) expect(trigger).toMatchObject({ authenticationRef: { name } });
  }
});

test("the TriggerAuthentication comes before what refers to it", () => {
  const scalers = blocks(stack, "kubernetes_manifest").filter(({ manifest }) =>
    /"kind":"Scaled(Object|Job)"/.test(JSON.stringify(manifest)),
  );
  expect(scalers).toHaveLength(2);
  for (const scaler of scalers) {
    expect(JSON.stringify(scaler["depends_on"])).toMatch(
      /kubernetes_manifest\.[^"]*authentication/,
    );
  }
});

test("web, workers and the keeper read it from the Secret, each in its own variable", () => {
  for (const name of ["montage-ai-web", "montage-ai-worker", "deletion-cost"]) {
    expect(podOf(stack, name).container[0]?.env).toContainEqual({
      name: "REDIS_PASSWORD",
      value_from: REFERENCE,
    });
  }
});

test("Redis wants it, and its probes send it", () => {
  const [server] = JSON.stringify(blocks(stack, "kubernetes_stateful_set_v1")).match(
    /"container":.*/,
  ) ?? [""];
  expect(server).toContain('"--requirepass","$(REDISCLI_AUTH)"');
  expect(server).toMatch(
    /"name":"REDISCLI_AUTH","value_from":\{"secret_key_ref":\{"key":"password"/,
  );
});

test("RQ's command gets it within its URL, from a variable that comes before", () => {
  const [scaledJob] = manifests(stack, "ScaledJob");
  expect(JSON.stringify(scaledJob)).toMatch(
    /"name":"RQ_REDIS_PASSWORD".*"name":"RQ_REDIS_URL","value":"redis:\/\/:\$\(RQ_REDIS_PASSWORD\)@/,
  );
});

test("without a password there is no TriggerAuthentication, and Redis asks for none", () => {
  const without = workloadOf(specOf("production"));
  expect(manifests(without, "TriggerAuthentication")).toEqual([]);
  expect(JSON.stringify(without)).not.toMatch(/requirepass|REDIS_PASSWORD"/);
});
