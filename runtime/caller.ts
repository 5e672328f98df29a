import path from "node:path";

/** Folder that a person's relative paths start from: `npm run` goes to the project's and tells where it was called. */
export function callerFolder(): string {
  return process.env.INIT_CWD ?? process.cwd();
}

/**
 * A path that the caller gave, relative to where the program runs. One of elsewhere that
 * was given from the root stays as it is: `../../../srv/app` would not be read as it.
 */
export function fromCaller(given: string): string {
  const absolute = path.resolve(callerFolder(), given);
  const relative = path.relative(process.cwd(), absolute);
  if (path.isAbsolute(given) && relative.startsWith("..")) return absolute;
  return relative || ".";
}
