import { CommandFailure } from "../../../runtime/failure";

/**
 * What the changelog says of a version, without its heading.
 *
 * @param changelog in the format of Keep a Changelog
 * @throws CommandFailure when there is no such section, or nothing in it
 */
export function changelogSection(changelog: string, version: string): string {
  const heading = `## [${version}]`;
  const lines = changelog.split("\n");
  const start = lines.findIndex((line) => line === heading || line.startsWith(`${heading} `));
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.startsWith("## "));
  const section = (end === -1 ? rest : rest.slice(0, end)).join("\n").trim();
  if (start !== -1 && section !== "") return `${section}\n`;
  throw new CommandFailure(
    start === -1
      ? `CHANGELOG.md has no section ${heading}`
      : `CHANGELOG.md says nothing under ${heading}`,
    `move what is under [Unreleased] to "${heading} - DATE", commit it, and set the tag on that commit`,
  );
}
