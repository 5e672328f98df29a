import { readFileSync } from "node:fs";
import path from "node:path";
import { runFollowed } from "../../../runtime/terraform/followed-process";
import { temporaryFolder } from "../../support/temporary-folder";

/** Runs lines of JavaScript, and gives back what was heard of them. */
async function run(lines: string, onLine: (line: string) => void = () => undefined) {
  const log = path.join(temporaryFolder(), "logs", "step.log");
  const heard: string[] = [];
  const end = await runFollowed({
    program: process.execPath,
    args: ["-e", lines],
    env: process.env,
    log,
    onLine: (line) => {
      heard.push(line);
      onLine(line);
    },
  });
  return { ...end, heard, log: readFileSync(log, "utf8") };
}

test("both outputs are heard line by line, the last one without an end too, and kept", async () => {
  const { status, heard, log } = await run(
    `process.stdout.write("one\\ntw"); setTimeout(() => { process.stdout.write("o\\n"); process.stdout.write("lä"); process.exitCode = 2; }, 300);`,
  );
  expect(status).toBe(2);
  expect(heard).toEqual(["one", "two", "lä"]);
  expect(log).toBe("one\ntwo\nlä");
});

test("a program that is killed has the status of its end", async () => {
  const { status, interrupted } = await run(`process.kill(process.pid, "SIGKILL");`);
  expect(status).toBe(137);
  expect(interrupted).toBe(false);
});

// npm passes Ctrl-C on that the terminal has sent as well: two interrupts make Terraform drop what it is at.
test("Ctrl-C is passed on once, and the program is waited for", async () => {
  const error = jest.spyOn(process.stderr, "write").mockReturnValue(true);
  const { heard, interrupted } = await run(
    `let count = 0; process.on("SIGINT", () => { count += 1; setTimeout(() => { console.log("ended after " + count); process.exit(1); }, 300); }); setInterval(() => undefined, 1000); console.log("ready");`,
    (line) => {
      if (line !== "ready") return;
      process.emit("SIGINT");
      process.emit("SIGINT");
    },
  );
  expect(heard).toEqual(["ready", "ended after 1"]);
  expect(interrupted).toBe(true);
  expect(error).toHaveBeenCalledWith(expect.stringContaining("waiting until what is at work"));
  error.mockRestore();
});

test("a program that is not there is an error", async () => {
  await expect(
    runFollowed({
      program: "/nonexistent/terraform",
      args: [],
      env: process.env,
      log: path.join(temporaryFolder(), "step.log"),
      onLine: () => undefined,
    }),
  ).rejects.toThrow("ENOENT");
});
