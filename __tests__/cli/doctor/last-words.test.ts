import { isFailedImport, lastWords } from "../../../cli/doctor/last-words";

const TRACEBACK = `Traceback (most recent call last):
  File "<frozen runpy>", line 198, in _run_module_as_main
  File "/app/src/montage_ai/worker.py", line 8, in <module>
    from montage_ai.config import get_settings
  File "/app/src/montage_ai/config.py", line 25, in <module>
    from .config_parser import ConfigParser
ModuleNotFoundError: No module named 'src'
`;

test("of a traceback the exception and the place that raised it are told", () => {
  expect(lastWords(`starting\n${TRACEBACK}`)).toEqual({
    exception: "ModuleNotFoundError: No module named 'src'",
    place: "/app/src/montage_ai/config.py:25",
    line: "ModuleNotFoundError: No module named 'src'",
  });
  expect(isFailedImport(lastWords(TRACEBACK))).toBe(true);
});

test("of several tracebacks the last one ended the program", () => {
  const log = `${TRACEBACK}
During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/app/src/a.py", line 3, in f
    g()
    ~^^
redis.exceptions.ConnectionError: Error 111 connecting to redis:6379. Connection refused.
bye
`;
  expect(lastWords(log)).toEqual({
    exception:
      "redis.exceptions.ConnectionError: Error 111 connecting to redis:6379. Connection refused.",
    place: "/app/src/a.py:3",
    line: "bye",
  });
  expect(isFailedImport(lastWords(log))).toBe(false);
});

test("an exception without a message is one, and a log that breaks off has none", () => {
  const start = 'Traceback (most recent call last):\n  File "/a.py", line 1, in <module>\n';
  expect(lastWords(`${start}    raise X\nKeyboardInterrupt\n`).exception).toBe("KeyboardInterrupt");
  expect(lastWords(start)).toMatchObject({ exception: undefined, place: "/a.py:1" });
});

test("python -m tells a package that cannot be imported in one line", () => {
  const words = lastWords(
    "/usr/bin/python: Error while finding module specification for 'montage_ai.worker' (ModuleNotFoundError: No module named 'montage_ai')\n",
  );
  expect(words.exception).toBe("ModuleNotFoundError: No module named 'montage_ai'");
  expect(isFailedImport(words)).toBe(true);
});

test("of any other program the last line is told, of an empty log nothing", () => {
  expect(lastWords("one\npanic: runtime error\n\n")).toEqual({
    exception: undefined,
    place: undefined,
    line: "panic: runtime error",
  });
  expect(lastWords("\n \n").line).toBeUndefined();
});

test("what a terminal would obey, passwords in addresses, and endless lines are not passed on", () => {
  const escape = String.fromCharCode(27);
  expect(lastWords(`${escape}[31mred${escape}[0m\u0007 ${escape}]0;title`).line).toBe(
    "red   ]0;title",
  );
  expect(lastWords("no redis://user:secret@redis:6379/0 here").line).toBe(
    "no redis://(masked)@redis:6379/0 here",
  );
  expect(lastWords("x".repeat(1_000_000)).line).toHaveLength(241);
});

test("logs made to be slow are read at once", () => {
  const start = performance.now();
  lastWords(`${"a.".repeat(500_000)}\n`.repeat(3));
  lastWords(`Traceback (most recent call last):\n${'  File "'.repeat(20_000)}\n`.repeat(60));
  lastWords(`python: ${"(".repeat(30_000)}`);
  expect(performance.now() - start).toBeLessThan(1_000);
});
