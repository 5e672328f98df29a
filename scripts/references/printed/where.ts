/** Where a command that a message prints is run. */
export type Where =
  /** By a breakage whose finding prints it; the phase `breakages` runs what is printed and holds this. */
  | { readonly by: "breakage"; readonly name: string }
  /** By a phase, which runs what it names. */
  | { readonly by: "phase"; readonly name: string }
  /** By the phase `printed-commands`, as it stands here; the names are of what that phase makes. */
  | { readonly by: "line"; readonly line: string; readonly in?: "project" }
  /**
   * By the command's own option parser alone, in a unit test: it needs nodes of AWS, a
   * registry or a container engine.
   */
  | { readonly by: "parser"; readonly line: string; readonly because: string }
  /** By the aws CLI's own parser and model of the service, up to an address that does not answer. */
  | { readonly by: "aws"; readonly line: string }
  /** It is no command of a message: a title, a sentence about the command itself. */
  | { readonly by: "none"; readonly because: string };
