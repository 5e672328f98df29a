import { thumbnails } from "../../../applications/examples/thumbnails";
import { validate } from "../../../environments/validate";
import { montageAiAlone, montageAiIn } from "../../support/applications";
import { specOf } from "../../support/synth";

const local = montageAiAlone(specOf("local"));
const COMPONENT = "app.kubernetes.io/component";

/** Issues of montage-ai with these egresses beside an application whose Redis has these senders. */
function issues(senders: readonly string[], ...egresses: readonly object[]) {
  const result = validate(local.name, {
    ...local,
    applications: [
      { ...montageAiIn(local), egresses },
      { ...thumbnails, redis: { kind: "managed", senders } },
    ],
    switches: {
      ...local.switches,
      imageTags: { ...local.switches.imageTags, thumbnails: "1a2b3c4" },
    },
  });
  return result.ok ? [] : result.issues.map(({ path, fix }) => ({ path, fix }));
}

const TO_REDIS = {
  name: "thumbnails-redis",
  to: { kind: "namespace", namespace: "thumbnails", podLabels: { [COMPONENT]: "redis" } },
  ports: [6379],
};
const anyPod = { ...TO_REDIS, to: { kind: "namespace", namespace: "thumbnails" } };
const addresses = { ...TO_REDIS, to: { kind: "addresses", cidrs: ["10.42.0.0/16"] } };
const NO_WAY_OUT = {
  path: "applications[0].egresses",
  fix: `add { name: "thumbnails-redis", to: { kind: "namespace", namespace: "thumbnails", podLabels: { "${COMPONENT}": "redis" } }, ports: [6379] }, or take montage-ai out of the senders of thumbnails`,
};

test.each([
  ["names the namespace of nothing here", ["clips"], []],
  ["is let out by the egress that the fix proposes", ["montage-ai"], [TO_REDIS]],
  ["is let out to every pod", ["montage-ai"], [anyPod]],
  ["is let out to addresses, which may be those of pods", ["montage-ai"], [addresses]],
])("a sender that %s is valid", (_what, senders, egresses) => {
  expect(issues(senders, ...egresses)).toEqual([]);
});

test.each([
  ["no egress", []],
  ["an egress to another port", [{ ...TO_REDIS, ports: [6380] }]],
  [
    "an egress to other pods",
    [{ ...TO_REDIS, to: { ...TO_REDIS.to, podLabels: { [COMPONENT]: "maker" } } }],
  ],
  ["an egress to a host", [{ ...TO_REDIS, to: { kind: "host", host: "redis.example.com" } }]],
])("a sender with %s is refused with the egress to add", (_what, egresses) => {
  expect(issues(["montage-ai"], ...egresses)).toEqual([NO_WAY_OUT]);
});

test("an egress to a Redis that lets nothing of the namespace in is refused", () => {
  expect(issues(["clips"], TO_REDIS)).toEqual([
    {
      path: "applications[0].egresses[0].to.namespace",
      fix: 'add "montage-ai" to redis.senders of thumbnails, or remove the egress',
    },
  ]);
});

test("a namespace twice and the application's own are refused with their place", () => {
  expect(issues(["clips", "clips", "thumbnails"])).toEqual([
    { path: "applications[1].redis.senders[1]", fix: "remove it" },
    {
      path: "applications[1].redis.senders[2]",
      fix: "remove it, or name the namespace of what sends jobs",
    },
  ]);
});
