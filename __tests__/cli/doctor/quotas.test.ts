import type { AskAws } from "../../../cli/doctor/aws";
import { lookAtQuotas } from "../../../cli/doctor/quotas";
import { quotaRows } from "../../../environments/nodes/quota-table";
import { specOf } from "../../support/synth";

const production = specOf("production");
const rows = quotaRows([production]);
const standard = rows.find(({ quota }) => quota === "on-demand-standard");
if (standard === undefined) throw new Error("production has no On-Demand instances");

/** An account with these values by quota code, and more than enough of all others. */
function account(values: Readonly<Record<string, number>>): AskAws {
  return (args) => {
    const code = args[args.indexOf("--quota-code") + 1] ?? "";
    return Promise.resolve({ json: { Quota: { Value: values[code] ?? 100_000 } } });
  };
}

test("an account with enough has nothing to be said of it", async () => {
  expect(await lookAtQuotas(production, account({}))).toEqual({ diagnoses: [], unread: [] });
});

test("a quota below the pools' maximum is an error, with the command that asks for more", async () => {
  const { diagnoses } = await lookAtQuotas(production, account({ [standard.code]: 5 }));
  expect(diagnoses).toEqual([
    expect.objectContaining({
      id: "quota-too-small",
      severity: "error",
      object: `ServiceQuota ${standard.code}`,
      cause: expect.stringContaining(
        `has 5 vCPUs of "${standard.name}", and the pools at their maximum need ${standard.atMaximum}`,
      ),
      command: `aws service-quotas request-service-quota-increase --service-code ec2 --quota-code L-1216C47A --desired-value ${standard.whileUpdating} --region eu-central-1`,
    }),
  ]);
});

test("one that holds the maximum and not an update is a warning", async () => {
  const { diagnoses } = await lookAtQuotas(
    production,
    account({ [standard.code]: standard.atMaximum }),
  );
  expect(diagnoses.map(({ severity }) => severity)).toEqual(["warning"]);
});

test("where nothing was ever granted, AWS' default counts", async () => {
  const asked: string[] = [];
  const ask: AskAws = (args) => {
    asked.push(args[1] ?? "");
    return Promise.resolve(
      args[1] === "get-service-quota"
        ? { failure: "An error occurred (NoSuchResourceException) when calling ..." }
        : { json: { Quota: { Value: 0 } } },
    );
  };
  const { diagnoses } = await lookAtQuotas(production, ask);
  expect(asked).toContain("get-aws-default-service-quota");
  expect(diagnoses).toHaveLength(rows.length);
});

test("an AWS that cannot be asked is said once, and is no diagnosis", async () => {
  let asked = 0;
  const ask: AskAws = () => {
    asked += 1;
    return Promise.resolve({ failure: "the aws CLI is not installed" });
  };
  expect(await lookAtQuotas(production, ask)).toEqual({
    diagnoses: [],
    unread: ["service quotas not asked: the aws CLI is not installed"],
  });
  expect(asked).toBe(1);
});

test.each([{ json: {} }, { json: { Quota: { Value: "5" } } }, { json: null }])(
  "an answer without a value is not taken for one: %j",
  async (answer) => {
    const { diagnoses, unread } = await lookAtQuotas(production, () => Promise.resolve(answer));
    expect([diagnoses, unread]).toEqual([
      [],
      ["service quotas not asked: the aws CLI answered without a value"],
    ]);
  },
);

test("an environment without AWS, or none, asks nothing", async () => {
  const ask: AskAws = () => Promise.reject(new Error("asked"));
  expect(await lookAtQuotas(specOf("staging"), ask)).toEqual({ diagnoses: [], unread: [] });
  expect(await lookAtQuotas(undefined, ask)).toEqual({ diagnoses: [], unread: [] });
});
