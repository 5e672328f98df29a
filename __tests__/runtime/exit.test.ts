import { spawn } from "node:child_process";

test.each([["--help"], ["--json"]])(
  "a reader that goes away ends a command without a stack trace: %s",
  async (option) => {
    const child = spawn(process.execPath, ["scripts/run.mjs", "cli/policy/index.ts", option], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.destroy();
    let stderr = "";
    child.stderr.on("data", (data: Buffer) => (stderr += data.toString("utf8")));
    const status = await new Promise((resolve) => child.on("close", resolve));
    expect(status).toBe(141);
    expect(stderr).not.toMatch(/EPIPE|^\s+at /m);
  },
);
