import path from "node:path";

/** Folder that a person's relative paths start from: `npm run` goes to the project's and tells where it was called. */
export function callerFolder(): string {
  return process.env.INIT_CWD ?? process.cwd();
}

/** A path as the caller gave it, relative to where the program runs. */
export function fromCaller(given: string): string {
  return path.relative(process.cwd(), path.resolve(callerFolder(), given)) || ".";
}
