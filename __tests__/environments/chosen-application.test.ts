import { applicationOption, chosenApplication } from "../../environments/applications";
import { ConfigurationError } from "../../environments/errors";
import { montageAiAlone, montageAiIn } from "../support/applications";
import { withTickets } from "../support/second-application";
import { specOf } from "../support/synth";

const one = { name: "local", applications: [{ name: "montage-ai" }] };
const two = { name: "local", applications: [...one.applications, { name: "thumbnails" }] };

test("a command acts on the only application, or on the one that is named", () => {
  expect(chosenApplication(one, undefined)).toEqual({ name: "montage-ai" });
  expect(chosenApplication(one, "montage-ai")).toEqual({ name: "montage-ai" });
  expect(chosenApplication(two, "thumbnails")).toEqual({ name: "thumbnails" });
});

test.each([
  [two, undefined, "local runs several applications", "use one of montage-ai, thumbnails"],
  [two, "clips", "local runs no application of this name", "use one of montage-ai, thumbnails"],
  [one, "clips", "local runs no application of this name", "use montage-ai"],
])("of %j %s is refused, with the names that there are", (environment, given, message, fix) => {
  expect(() => chosenApplication(environment, given)).toThrow(
    new ConfigurationError([
      { file: "command line", path: "--application", value: given, message, fix },
    ]),
  );
});

test("a printed command names the application only where there are several", () => {
  const alone = montageAiAlone(specOf("local"));
  const several = withTickets(alone);
  const { namespace } = montageAiIn(alone);
  expect(applicationOption(alone, namespace)).toBe("");
  expect(applicationOption(several, namespace)).toBe(" --application montage-ai");
  expect(applicationOption(several, "kube-system")).toBe("");
});
