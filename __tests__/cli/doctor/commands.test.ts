import { readFileSync } from "node:fs";
import { examine } from "../../../cli/doctor/examine";
import { examinationOf, recorded } from "../../support/doctor";
import { CASES } from "./cases";

const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
const commands = Object.keys(CASES).flatMap((name) =>
  examine(examinationOf(recorded(name))).flatMap(({ id, command }) =>
    command === undefined ? [] : command.split(" && ").map((part) => ({ id, part })),
  ),
);

test("every command of kubectl names its cluster, every command of npm is one of the project's", () => {
  expect(commands.length).toBeGreaterThan(60);
  const wrong = commands.filter(({ part }) => {
    const [program, , script] = part.split(" ");
    if (program === "kubectl") return !part.startsWith("kubectl --context c ");
    if (program === "npm") return !Object.hasOwn(scripts, script ?? "");
    return !/^(helm --kube-context c|aws) /.test(part);
  });
  expect(wrong).toEqual([]);
});

test("no command has an empty word where a name was to be", () => {
  expect(commands.filter(({ part }) => /''| {2}|undefined| -n (-|$)/.test(part))).toEqual([]);
});
