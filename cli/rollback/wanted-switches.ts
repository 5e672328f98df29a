import { chosenApplication } from "../../environments/applications";
import { chartPins } from "../../environments/chart-pins";
import type { ChartVersions, Switches } from "../../environments/schema";
import type { Wishes } from "./arguments";

/** One switch in another position, in words of the data. */
export interface SwitchChange {
  /** Path in the switches, e.g. `chartVersions.keda`. */
  readonly path: string;
  readonly from: string | boolean;
  readonly to: string | boolean;
}

/**
 * The switches with all wishes fulfilled.
 *
 * @param environment whose they are, for messages
 * @throws ConfigurationError when a tag is wished and it is not clear of which application
 */
export function wantedSwitches(
  environment: string,
  switches: Switches,
  { images, imageTag, application, keda, charts }: Wishes,
): Switches {
  const { imageTags } = switches;
  const applications = Object.keys(imageTags).map((name) => ({ name }));
  return {
    ...switches,
    images: images ?? switches.images,
    imageTags:
      imageTag === undefined
        ? imageTags
        : {
            ...imageTags,
            [chosenApplication({ name: environment, applications }, application).name]: imageTag,
          },
    addons: { ...switches.addons, keda: keda ?? switches.addons.keda },
    chartVersions: wantedVersions(switches.chartVersions, charts),
  };
}

/** What is as charts.yaml has it is not said again: the next raise of the pin shall reach this environment. */
function wantedVersions(versions: ChartVersions, charts: Wishes["charts"]): ChartVersions {
  const wanted = new Map([...Object.entries(versions), ...charts]);
  const pins = chartPins();
  for (const [chart, version] of charts) {
    if (pins[chart].version === version) wanted.delete(chart);
  }
  return Object.fromEntries(wanted);
}

/** What differs, with the versions that are installed before and after. */
export function switchChanges(before: Switches, after: Switches): readonly SwitchChange[] {
  const versions = Object.entries(chartPins()).map(([chart, { version }]) => ({
    path: `chartVersions.${chart}`,
    from: new Map(Object.entries(before.chartVersions)).get(chart) ?? version,
    to: new Map(Object.entries(after.chartVersions)).get(chart) ?? version,
  }));
  return [
    { path: "images", from: before.images, to: after.images },
    ...Object.entries(after.imageTags).map(([application, to]) => ({
      path: `imageTags.${application}`,
      from: before.imageTags[application] ?? "",
      to,
    })),
    ...versions,
    { path: "addons.keda", from: before.addons.keda, to: after.addons.keda },
  ].filter(({ from, to }) => from !== to);
}
