import { readFileSync } from "node:fs";
import { types } from "node:util";
import { LineCounter, parseDocument } from "yaml";
import { ConfigurationError } from "../errors";
import { projectFile } from "../project";
import { FOLDER } from "./environment-data";

/** File of an environment's switches, relative to the project. */
export function switchesFile(environment: string): string {
  return `${FOLDER}/${environment}.switches.json`;
}

/**
 * An environment's switches as their file has them, not yet validated.
 *
 * @throws ConfigurationError when the file is missing, is not JSON, or has a key twice
 */
export function environmentSwitches(environment: string): object {
  const file = switchesFile(environment);
  return parseSwitchesText(textOf(file), file);
}

function textOf(file: string): string {
  try {
    return readFileSync(projectFile(file), "utf8");
  } catch (error) {
    throw problem(
      file,
      "",
      isAbsent(error) ? "is not there" : `cannot be read: ${messageOf(error)}`,
      "restore it from version control, or begin with another environment's: every environment has its switches",
    );
  }
}

/**
 * The object that a text of switches says.
 *
 * @param file named in errors
 * @throws ConfigurationError when it is no JSON object, or has a key twice
 */
export function parseSwitchesText(text: string, file: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ConfigurationError([
      {
        ...at(file, text, error),
        path: "",
        message: `is not JSON: ${messageOf(error)}`,
        fix: "correct the syntax",
      },
    ]);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw problem(file, "", "must hold one JSON object", "see environments/schema/switches.ts");
  }
  refuseDoubledKeys(text, file);
  return value;
}

/** JSON takes the last one and says nothing; people look at the first. JSON is YAML, whose parser tells. */
function refuseDoubledKeys(text: string, file: string): void {
  const lineCounter = new LineCounter();
  const { errors } = parseDocument(text, { lineCounter });
  const doubled = errors.filter(({ code }) => code === "DUPLICATE_KEY");
  if (doubled.length === 0) return;
  throw new ConfigurationError(
    doubled.map(({ pos: [start] }) => {
      const { line } = lineCounter.linePos(start);
      const key = /^"((?:[^"\\]|\\.)*)"/.exec(text.slice(start))?.[1] ?? "";
      return {
        file: `${file}:${line}`,
        path: key,
        value: lineOf(text, line),
        message: "stands there twice: of two values the last one would be taken, in silence",
        fix: "keep the one that is meant",
      };
    }),
  );
}

/** The file with the line of a syntax error, and what it says, where Node tells its position. */
function at(file: string, text: string, error: unknown): { file: string; value: unknown } {
  const position = /position (\d+)/.exec(messageOf(error))?.[1];
  if (position === undefined) return { file, value: undefined };
  const line = text.slice(0, Number(position)).split("\n").length;
  return { file: `${file}:${line}`, value: lineOf(text, line) };
}

/** A line by its number, from 1. */
function lineOf(text: string, line: number): string | undefined {
  return text.split("\n")[line - 1]?.trim();
}

function messageOf(error: unknown): string {
  return types.isNativeError(error) ? error.message : String(error);
}

function isAbsent(error: unknown): boolean {
  return types.isNativeError(error) && "code" in error && error.code === "ENOENT";
}

function problem(file: string, path: string, message: string, fix: string): ConfigurationError {
  return new ConfigurationError([{ file, path, value: undefined, message, fix }]);
}
