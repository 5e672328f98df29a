import { parseImage } from "../../rules/image";

describe("image reference", () => {
  test.each([
    ["redis:7", { repository: "redis", tag: "7" }],
    ["redis", { repository: "redis", tag: "" }],
    ["library/redis:7", { repository: "library/redis", tag: "7" }],
    ["127.0.0.1:30500/app:1", { registry: "127.0.0.1:30500", repository: "app", tag: "1" }],
    ["registry:5000/app", { registry: "registry:5000", repository: "app", tag: "" }],
    ["localhost/app:1", { registry: "localhost", repository: "app", tag: "1" }],
    [
      "ghcr.io/a/b:1@sha256:00",
      { registry: "ghcr.io", repository: "a/b", tag: "1", digest: "sha256:00" },
    ],
  ])("%s is taken apart", (reference, expected) => {
    expect(parseImage(reference)).toEqual(expected);
  });
});
