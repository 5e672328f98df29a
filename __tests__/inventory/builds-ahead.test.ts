import type { Built } from "../../inventory/manifests/build";
import { BuildsAhead } from "../../inventory/manifests/builds-ahead";

/** Builds that end when told to, and what has been begun. */
function workshop(folders: readonly string[], most: number) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const build = (folder: string) =>
    new Promise<Built>((resolve) => {
      begun.push(folder);
      ends.set(folder, () => resolve({ yaml: `# ${folder}\n` }));
    });
  const end = (...names: readonly string[]) => names.forEach((name) => ends.get(name)?.());
  return { ahead: new BuildsAhead(folders, build, most), begun, end };
}

test("builds are begun in the order they are asked for, as many as may be kept", async () => {
  const { ahead, begun, end } = workshop(["a", "b", "c", "d"], 2);
  const first = ahead.take(["a"]);
  expect(begun).toEqual(["a", "b"]);
  end("b", "a");
  expect((await first)("a")).toEqual({ yaml: "# a\n" });
  expect(begun).toEqual(["a", "b", "c"]);
});

test("each is answered with its own, however they end", async () => {
  const folders = ["a", "b", "c"];
  const { ahead, end } = workshop(folders, 3);
  const all = ahead.take(folders);
  end("c", "b", "a");
  const built = await all;
  expect(folders.map(built)).toEqual(folders.map((name) => ({ yaml: `# ${name}\n` })));
});

test("one that was not announced is built when it is asked for", async () => {
  const { ahead, begun, end } = workshop([], 2);
  const taken = ahead.take(["late"]);
  end("late");
  expect((await taken)("late")).toEqual({ yaml: "# late\n" });
  expect(begun).toEqual(["late"]);
});
