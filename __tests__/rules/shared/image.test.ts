import { isImageReference, parseImage } from "../../../rules/shared/image";

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

  test.each(["redis", "127.0.0.1:30500/a/b:1", "Registry.Example/a__b:V1", "redis@sha256:00"])(
    "%s can be read",
    (reference) => {
      expect(isImageReference(reference)).toBe(true);
    },
  );

  test.each(["", "/app:1", "App:1", "app:", "<IMAGE>", "https://ghcr.io/a:1", "a//b:1", "a:-1"])(
    "%p cannot be read",
    (reference) => {
      expect(isImageReference(reference)).toBe(false);
    },
  );
});
