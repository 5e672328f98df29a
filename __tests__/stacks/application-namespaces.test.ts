import { applicationStackOf } from "../../cli/deploy/removed-stacks";
import { stackOf } from "../../environments/applications";
import { withTickets } from "../support/second-application";
import { specOf, synthesize } from "../support/synth";

test("the address of an application's namespace tells its stack, that of the platform's none", () => {
  const spec = withTickets(specOf("production"));
  const { platform } = synthesize(spec);
  const addresses = Object.keys(platform?.resource?.["kubernetes_namespace_v1"] ?? {});
  const stacks = addresses.map((name) => applicationStackOf(`kubernetes_namespace_v1.${name}`));
  expect(addresses.length).toBeGreaterThan(spec.applications.length);
  expect(stacks.filter((stack) => stack !== undefined).sort()).toEqual(
    spec.applications.map(stackOf).sort(),
  );
});
