import type { Declared } from "./model";

const ANNOTATION = "k3s.io/node-args";

/** What k3s writes on its nodes: every argument, those of its configuration file included. */
export function k3sAnnotation({ annotations }: Pick<Declared, "annotations">): string | undefined {
  return annotations?.[ANNOTATION];
}

/** The words of that annotation, `--flag=value` as two; undefined: not there, or not as k3s writes it. */
export function k3sWords(annotation: string | undefined): readonly string[] | undefined {
  try {
    const words: unknown = JSON.parse(annotation ?? "");
    return Array.isArray(words) ? words.map(String) : undefined;
  } catch {
    return undefined;
  }
}
