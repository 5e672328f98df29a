import { watchReports } from "../../../cli/doctor/watch";

test("a watch prints what has changed, not what has only grown older, and goes on after a failure", async () => {
  const looks = ["a for 3 min\n", "a for 4 min\n", "fails", "healthy\n"];
  const printed: string[] = [];
  await watchReports(
    () => {
      const next = looks.shift() ?? "";
      return next === "fails" ? Promise.reject(new Error("no answer")) : Promise.resolve(next);
    },
    {
      print: (text) => printed.push(text.replace(/^.*Z\n/, "")),
      clears: false,
      rounds: 4,
      pause: () => Promise.resolve(),
    },
  );
  expect(printed).toEqual(["a for 3 min\n", "no answer\n", "healthy\n"]);
});
