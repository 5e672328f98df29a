import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { homedir } from "node:os";
import path from "node:path";
import { projectFile } from "../../environments/project";
import { temporaryFolder, writeProgram } from "./temporary-folder";

/** A worker and a web front as small as they get; both speak with the Redis that the environment names. */
const STARTS = {
  "worker.py": `import os
from redis import Redis
from rq import Queue, Worker
connection = Redis(os.environ["REDIS_HOST"], int(os.environ["REDIS_SERVICE_PORT"]))
queues = [Queue(name, connection=connection) for name in os.environ["WORKER_QUEUES"].split(",")]
if __name__ == "__main__":
    Worker(queues, connection=connection).work()
`,
  "web_ui/app.py": `import http.server, os
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/health" else 404)
        self.end_headers()
if __name__ == "__main__":
    http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
`,
};
const FOREIGN_IMPORT = "from src.config_parser import ConfigParser\n";

/** Packages of images, each with what it does. */
export const IMAGES = {
  starts: STARTS,
  "fails-at-import": { ...STARTS, "worker.py": FOREIGN_IMPORT + STARTS["worker.py"] },
  "ends-at-once": { ...STARTS, "web_ui/app.py": 'print("no port for me")\n' },
} as const;

/** A Python with rq: the testbed's, or the one on PATH; undefined: neither has it. */
function pythonWithRq(): string | undefined {
  const testbed = path.join(homedir(), ".cache", "fluxibri-core", "testbed");
  const made = existsSync(testbed)
    ? readdirSync(testbed).map((name) => path.join(testbed, name, "bin", "python"))
    : [];
  return [...made, "python3"].find(
    (python) => spawnSync(python, ["-c", "import rq, redis"]).status === 0,
  );
}

const python = pythonWithRq();
const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;

/** Tests that start something need a real Redis and RQ. */
export const canStart = python !== undefined && hasRedis;

/** A folder with a stand-in `docker`, and images under the names they are pulled by. */
export async function standIn(images: Readonly<Record<string, keyof typeof IMAGES>>) {
  const folder = temporaryFolder();
  for (const [reference, kind] of Object.entries(images)) {
    const package_ = path.join(
      folder,
      "images",
      reference.replaceAll(/[/@:]/g, "_"),
      "src/montage_ai",
    );
    for (const [file, text] of Object.entries(IMAGES[kind])) {
      mkdirSync(path.dirname(path.join(package_, file)), { recursive: true });
      writeFileSync(path.join(package_, file), text);
    }
  }
  const program = projectFile("__tests__/support/container-runtime.py");
  writeProgram(folder, "docker", `exec ${python ?? "python3"} -B ${program} "$@"`);
  const [redis, web] = [await freePort(), await freePort()];
  return {
    folder,
    env: {
      PATH: `${folder}:${process.env["PATH"] ?? ""}`,
      PYTHONDONTWRITEBYTECODE: "1",
      STAND_IN_FOLDER: folder,
      STAND_IN_REDIS_PORT: String(redis),
      STAND_IN_WEB_PORT: String(web),
    },
    /** Commands that it was given, one a line. */
    calls: () => readFileSync(path.join(folder, "calls"), "utf8"),
    /** Containers that were started for good and are still there. */
    left: () => readdirSync(folder).filter((name) => name.endsWith(".json")),
  };
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
