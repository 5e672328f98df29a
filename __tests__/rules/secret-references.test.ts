import { findingsIn } from "./fixture";

const said = (stem: string) =>
  findingsIn("invalid", stem).map(({ object, message }) => `${object}: ${message}`);

describe("secret-references", () => {
  test("a variable of a Secret that nothing makes is found, and where to declare it", () => {
    expect(findingsIn("invalid", "secret-references")).toEqual([
      {
        rule: "secret-references",
        severity: "error",
        object: "Deployment montage-ai/worker",
        place: {
          kind: "terraform",
          stack: "staging-workload",
          address: "kubernetes_deployment_v1.worker",
        },
        message:
          "needs Secret litellm (variable LITELLM_API_KEY), which nothing makes in namespace montage-ai: its pods would not start",
        fix: "add it to applications[montage-ai].secrets in environments/staging.ts with its key in Vault, or correct the name (there are litellm-auth, ghcr-pull)",
      },
    ]);
  });

  test("so are a whole Secret as variables, and one as a volume", () => {
    expect(said("secret-references-env-from")).toEqual([
      "Deployment montage-ai/worker: needs Secret app-credentials (envFrom of container worker), which nothing makes in namespace montage-ai: its pods would not start",
      "Deployment montage-ai/worker: needs Secret app-login (volume login), which nothing makes in namespace montage-ai: its pods would not start",
    ]);
  });
});
