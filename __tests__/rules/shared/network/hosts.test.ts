import { hostIn } from "../../../../rules/shared/network/hosts";

describe("hosts in variables", () => {
  test.each([
    ["redis://redis:6379/0", { host: "redis", port: 6379 }],
    ["redis://:$(PASSWORD)@redis.apps.svc", { host: "redis.apps.svc", port: 6379 }],
    ["https://api.example.com/v1?x=1", { host: "api.example.com", port: 443 }],
    ["redis.apps.svc.cluster.local:6380", { host: "redis.apps.svc.cluster.local", port: 6380 }],
    ["custom://host", { host: "host", port: undefined }],
  ])("%s is one", (text, expected) => {
    expect(hostIn(text, false)).toEqual(expected);
  });

  test.each(["redis", "true", "/data/input", "montage-ai:v1", "a, b", "", "tcp", "16:9"])(
    "%j is none",
    (text) => {
      expect(hostIn(text, false)).toBeUndefined();
    },
  );

  test("a bare name is one where the variable says so", () => {
    expect(hostIn("redis", true)).toEqual({ host: "redis", port: undefined });
  });
});
