import type { CopyTool } from "../../../cli/mirror/copy-tool";
import { readManifest } from "../../../cli/mirror/manifest";
import { mirrorImage } from "../../../cli/mirror/mirror-image";

const REQUEST = { source: "ghcr.io/o/app", destination: "127.0.0.1:5000/app", version: "1a2b3c4" };
const raw = (content: object) => Buffer.from(JSON.stringify(content));
const amd64 = raw({ config: { digest: "sha256:aa" } });
const index = (...children: readonly Buffer[]) =>
  raw({
    manifests: children.map((child, number) => ({
      digest: readManifest(child, "").digest,
      platform: { os: "linux", architecture: number === 0 ? "amd64" : "arm64" },
    })),
  });

/** Registries as a map of reference to content, and a tool that copies as `copies` says. */
function registries(content: Record<string, Buffer>, copies: Record<string, Buffer>) {
  const asked: string[] = [];
  const tool: CopyTool = {
    name: "skopeo",
    manifest: (reference) => {
      const found = content[reference];
      return Promise.resolve(found === undefined ? undefined : readManifest(found, reference));
    },
    copy: (from, to) => {
      asked.push(`${from} -> ${to}`);
      Object.assign(content, copies);
      return Promise.resolve();
    },
  };
  return { tool, asked };
}

const mirror = (tool: CopyTool) => mirrorImage(tool, REQUEST, () => {});
const image = index(amd64);
const { digest, children } = readManifest(image, "");
const [child = ""] = children;
const SOURCE = { "ghcr.io/o/app:1a2b3c4": image };
const ARRIVED = {
  "127.0.0.1:5000/app:1a2b3c4": image,
  [`127.0.0.1:5000/app@${child}`]: amd64,
};

test("what is missing is copied by the digest that was read, and found afterwards", async () => {
  const { tool, asked } = registries({ ...SOURCE }, ARRIVED);
  expect(await mirror(tool)).toEqual({
    tag: "1a2b3c4",
    digest,
    platforms: ["linux/amd64"],
    copied: true,
  });
  expect(asked).toEqual([`ghcr.io/o/app@${digest} -> 127.0.0.1:5000/app:1a2b3c4`]);
});

test("the same digest with all its platforms is not copied again", async () => {
  const { tool, asked } = registries({ ...SOURCE, ...ARRIVED }, {});
  expect(await mirror(tool)).toMatchObject({ copied: false, digest });
  expect(asked).toEqual([]);
});

test("an index whose platform was deleted is copied again", async () => {
  const { tool, asked } = registries({ ...SOURCE, "127.0.0.1:5000/app:1a2b3c4": image }, ARRIVED);
  expect(await mirror(tool)).toMatchObject({ copied: true });
  expect(asked).toHaveLength(1);
});

test("a copy that changed the digest is an error: pods would not get what was mirrored", async () => {
  const { tool } = registries({ ...SOURCE }, { "127.0.0.1:5000/app:1a2b3c4": amd64 });
  await expect(mirror(tool)).rejects.toThrow(/after the copy .+ instead of/);
});

test("an image that is nowhere is named, and nothing is copied", async () => {
  const { tool, asked } = registries({}, {});
  await expect(mirror(tool)).rejects.toThrow("there is no ghcr.io/o/app:1a2b3c4");
  expect(asked).toEqual([]);
});

test("attestations in an index are no platforms", () => {
  const described = readManifest(
    raw({
      manifests: [
        { digest: "sha256:aa", platform: { os: "linux", architecture: "arm64", variant: "v8" } },
        { digest: "sha256:bb", platform: { os: "unknown", architecture: "unknown" } },
      ],
    }),
    "",
  );
  expect(described.platforms).toEqual(["linux/arm64/v8"]);
  expect(described.children).toHaveLength(2);
});

test("an answer that is no manifest is said to be none", () => {
  expect(() => readManifest(Buffer.from("<html>"), "x/y:1")).toThrow("x/y:1 is no image manifest");
});
