import { montageAiIn } from "../../support/applications";
import { migrateArguments } from "../../../cli/migrate-claims/arguments";
import { copyJob } from "../../../cli/migrate-claims/copy-job";
import { ConfigurationError } from "../../../environments/errors";
import { claimFacts } from "../../support/claim-facts";
import { specOf } from "../../support/synth";

test("an environment alone goes through all claims", () => {
  expect(migrateArguments(["staging"])).toMatchObject({
    environment: "staging",
    claims: [],
    mode: "run",
    yes: false,
  });
});

test("claims are named once", () => {
  expect(migrateArguments(["staging", "a", "b", "a"]).claims).toEqual(["a", "b"]);
});

test.each([
  ["--status", "show"],
  ["--dry-run", "preview"],
  ["--give-up", "give up"],
])("%s does not go through the steps", (option, mode) => {
  expect(migrateArguments(["staging", option]).mode).toBe(mode);
});

test.each([
  [[], "an environment is missing"],
  [["prodution"], "unknown environment"],
  [["staging", "--status", "--give-up"], "exclude each other"],
  [["staging", "--stats"], "--stats"],
  [["staging", "--status", "--yes"], "--yes has no effect with --status"],
  [["staging", "--dry-run", "--commit"], "--commit has no effect with --dry-run"],
  [
    ["staging", "--dry-run", "--allow-destroy", "x.y"],
    "--allow-destroy has no effect with --dry-run",
  ],
])("%j is refused with the usage or the list", (args, message) => {
  expect(() => migrateArguments(args)).toThrow(ConfigurationError);
  expect(() => migrateArguments(args)).toThrow(message);
});

describe("the Job of a copy", () => {
  const pod = (changes = {}) =>
    copyJob(montageAiIn(specOf("production")), claimFacts("montage-input", changes), "final").spec
      ?.template.spec;

  test("mounts the source read-only and the successor beside it", () => {
    expect(pod()?.containers[0]?.volumeMounts).toEqual(
      expect.arrayContaining([
        { name: "from", mountPath: "/from", readOnly: true },
        { name: "to", mountPath: "/to" },
      ]),
    );
    expect(pod()?.volumes).toEqual(
      expect.arrayContaining([
        { name: "from", persistentVolumeClaim: { claimName: "montage-input" } },
        { name: "to", persistentVolumeClaim: { claimName: "montage-input-rwx" } },
      ]),
    );
  });

  test("has an image with tag and digest, and a pod that the restricted standard lets in", () => {
    expect(pod()?.containers[0]?.image).toMatch(/:[\w.-]+@sha256:[0-9a-f]{64}$/);
    expect(pod()?.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
    expect(pod()?.containers[0]?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      privileged: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
  });

  test("goes to the node whose disk is in use: a volume of one node attaches to no second one", () => {
    expect(JSON.stringify(pod()?.affinity)).toContain('"values":["node-a"]');
    expect(pod({ users: [] })?.affinity).toBeUndefined();
  });

  test("knows its source by claim and uid: a claim of the same name is another one", () => {
    expect(pod()?.containers[0]?.env).toContainEqual({
      name: "SOURCE_ID",
      value: "montage-ai/montage-input uid-of-montage-input",
    });
  });
});
