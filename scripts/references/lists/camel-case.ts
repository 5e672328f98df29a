/** Name of what a file of a list exports: its own in camel case. */
export function camelCase(stem: string): string {
  return stem.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
