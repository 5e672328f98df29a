import { readFileSync } from "node:fs";
import path from "node:path";
import { writeSarif } from "../../../cli/check/sarif-file";
import { ConfigurationError } from "../../../environments/errors";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = temporaryFolder();

test("a log is written where the caller wants it", () => {
  const file = path.join(folder, "check.sarif");
  writeSarif(file, "{}");
  expect(readFileSync(file, "utf8")).toBe("{}");
});

test("a folder that is not there is named with what to give instead", () => {
  const file = path.join(folder, "missing", "check.sarif");
  const write = () => writeSarif(file, "{}");
  expect(write).toThrow(ConfigurationError);
  expect(write).toThrow(
    /--sarif[^]*missing[^]*cannot be written: .*ENOENT[^]*name a file in a folder/,
  );
});
