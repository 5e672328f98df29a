import type { EnvironmentReport, PageReport } from "../model/report";
import { dotOf } from "./dot";

/** The diagram of each environment as SVG, by its name. */
export async function drawDiagrams({
  environments,
}: PageReport): Promise<ReadonlyMap<string, string>> {
  const { instance } = await import("@viz-js/viz");
  const viz = await instance();
  return new Map(
    environments.map((environment) => [
      environment.name,
      styled(viz.renderString(dotOf(environment), { format: "svg" }), environment),
    ]),
  );
}

/** Inside a page: without prologue, comments and titles of ids; named, and coloured by its classes alone. */
function styled(svg: string, { name }: EnvironmentReport): string {
  return svg
    .slice(svg.indexOf("<svg"))
    .replace(/<!--[^]*?-->/g, "")
    .replace(/<title>[^]*?<\/title>/g, "")
    .replace(/ id="[^"]*"/g, "")
    .replace(/ (fill|stroke)="(?!none)[^"]*"/g, "")
    .replace(
      "<svg",
      `<svg role="img" aria-label="Diagram of ${name}; the table below has the same"`,
    )
    .trim();
}
