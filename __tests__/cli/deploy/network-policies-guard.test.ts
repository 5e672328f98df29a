import { deployArguments } from "../../../cli/deploy/arguments";
import { requireEnforcedPolicies } from "../../../cli/deploy/network-policies-guard";
import { enforcement } from "../../../cli/doctor/platform/network-policies";
import { ConfigurationError } from "../../../environments/errors";
import { examinationOf, recorded } from "../../support/doctor";
import { specOf } from "../../support/synth";

const staging = specOf("staging");
const seenIn = (fixture: string) => async () => enforcement(examinationOf(recorded(fixture)));

test.each([
  ["k3s that was told not to", "policies-k3s", "--disable-network-policy"],
  ["a VPC CNI whose agent is off", "policies-vpc-cni", "agent is off"],
])("a cluster that certainly enforces nothing is refused: %s", async (_title, fixture, place) => {
  const refused = requireEnforcedPolicies(staging, undefined, jest.fn(), seenIn(fixture));
  await expect(refused).rejects.toMatchObject({
    message: expect.stringMatching(/^refused: staging's cluster does not enforce/),
    remedy: expect.stringContaining('--accept-open-network "REASON"'),
  });
  await expect(refused).rejects.toThrow(place);
});

test("with a reason it is deployed, and the reason is said", async () => {
  const say = jest.fn();
  await requireEnforcedPolicies(staging, "one tenant, until Monday", say, seenIn("policies-k3s"));
  expect(say).toHaveBeenCalledWith(
    expect.stringMatching(/not enforced \(Node .*\); accepted: one tenant, until Monday/),
  );
});

test("a cluster that does not show it is said, and let pass", async () => {
  const say = jest.fn();
  await requireEnforcedPolicies(staging, undefined, say, seenIn("healthy"));
  expect(say).toHaveBeenCalledWith(expect.stringContaining("not known"));
});

test("a cluster that this machine cannot ask is said, and let pass", async () => {
  const say = jest.fn();
  await requireEnforcedPolicies(staging, undefined, say, () =>
    Promise.reject(new ConfigurationError([])),
  );
  expect(say).toHaveBeenCalledWith(expect.stringContaining("not known"));
});

test("what is no answer of a cluster is not taken for one", async () => {
  const fault = new TypeError("a fault of the code");
  await expect(
    requireEnforcedPolicies(staging, undefined, jest.fn(), () => Promise.reject(fault)),
  ).rejects.toBe(fault);
});

test("a reason of blanks is none", () => {
  expect(deployArguments(["staging", "--accept-open-network", "why"]).openNetwork).toBe("why");
  expect(deployArguments(["staging"]).openNetwork).toBeUndefined();
  expect(() => deployArguments(["staging", "--accept-open-network", " "])).toThrow(
    /needs a reason/,
  );
});
