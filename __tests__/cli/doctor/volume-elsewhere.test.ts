import { examine } from "../../../cli/doctor/examine";
import type { EnvironmentSpec } from "../../../environments/schema";
import type { JsonObject } from "../../../inventory/json";
import { examinationOf, recorded } from "../../support/doctor";
import { withTickets } from "../../support/second-application";
import { specOf } from "../../support/synth";

/** The fixture with some objects exchanged by a change of their text. */
function changed(change: (object: JsonObject, text: string) => string): readonly JsonObject[] {
  return recorded("volume-elsewhere").flatMap((object) => {
    const text = change(object, JSON.stringify(object));
    return text === "" ? [] : [JSON.parse(text)];
  });
}
const isNode = (object: JsonObject, name: string) =>
  object.kind === "Node" && JSON.stringify(object.metadata).includes(`"${name}"`);
const verdict = (objects: readonly JsonObject[], spec: EnvironmentSpec = specOf("local")) => {
  const found = examine(examinationOf(objects, spec));
  return found.find(({ object }) => object.startsWith("Pod "));
};
/** The pod asks for no particular node. */
const anywhere = (text: string) => text.replace('"nodeSelector":{"pool":"worker"}', '"x":1');

test("the volume's node is gone: the pod waits for ever, and what the way out costs is said", () => {
  const found = verdict(
    changed((object, text) => (isNode(object, "node-a") ? "" : anywhere(text))),
  );
  expect(found).toMatchObject({ id: "pod-volume-elsewhere" });
  expect(found?.cause).toMatch(/only node node-a reaches: there is no such node/);
  expect(found?.fix).toMatch(/DATA OF THE OLD ONE IS GIVEN UP/);
});

test("the volume's node is cordoned: it is to be opened again", () => {
  const found = verdict(
    changed((object, text) =>
      isNode(object, "node-a")
        ? text.replace(
            '"spec":{}',
            '"spec":{"unschedulable":true,"taints":[{"key":"node.kubernetes.io/unschedulable","effect":"NoSchedule"}]}',
          )
        : anywhere(text),
    ),
  );
  expect(found?.cause).toMatch(/node node-a is cordoned and refuses the pod/);
  expect(found?.command).toBe("kubectl --context c uncordon node-a");
});

test("the volume's node is away: its state and since when", () => {
  const found = verdict(
    changed((object, text) =>
      isNode(object, "node-a")
        ? text
            .replace(
              '"spec":{}',
              '"spec":{"taints":[{"key":"node.kubernetes.io/unreachable","effect":"NoSchedule"}]}',
            )
            .replace(
              '"status":"True"',
              '"status":"Unknown","lastTransitionTime":"2026-11-25T09:30:00Z"',
            )
        : anywhere(text),
    ),
  );
  expect(found?.cause).toMatch(/node node-a is not ready for 30 min/);
  expect(found?.fix).toBe("bring node node-a back: its data is there");
});

test("the volume's node is full while another has room: the volume is the cause, not the room", () => {
  const objects = changed((object, text) =>
    isNode(object, "node-a") ? text.replace('"cpu":"4"', '"cpu":"0"') : anywhere(text),
  ).map((object) =>
    object.kind === "Pod"
      ? JSON.parse(
          JSON.stringify(object).replace(
            '"name":"worker","image"',
            '"name":"worker","resources":{"requests":{"cpu":"1"}},"image"',
          ),
        )
      : object,
  );
  const found = verdict(objects);
  expect(found?.id).toBe("pod-volume-elsewhere");
  expect(found?.cause).toMatch(
    /cpu: requested 1000m, available 0m\): without the volume it could run on node-b/,
  );
  expect(found?.command).toBe("npm run migrate-claims -- local");
  const ours = objects.map((object) =>
    JSON.parse(JSON.stringify(object).replaceAll('"namespace":"app"', '"namespace":"montage-ai"')),
  );
  expect(verdict(ours, withTickets(specOf("local")))?.command).toBe(
    "npm run migrate-claims -- local --application montage-ai",
  );
});

test("a pod that no node would take, with or without its volume, lacks room", () => {
  const objects = changed((_, text) =>
    anywhere(text).replace(
      '"name":"worker","image"',
      '"name":"worker","resources":{"requests":{"cpu":"100"}},"image"',
    ),
  );
  expect(verdict(objects)?.id).toBe("pod-no-room");
});
