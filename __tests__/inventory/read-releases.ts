import { readManifests } from "../../inventory/manifests";
import { folder } from "./manifest-folder";

/** Releases and problems of all that lies in the folder of the test. */
export function readReleases() {
  const readings = readManifests(folder).map(({ reading }) => reading);
  return {
    releases: readings.flatMap(({ inventory }) => inventory.helmReleases),
    owners: readings.flatMap(({ inventory }) => inventory.metricsApiOwners.map(({ api }) => api)),
    problems: readings.flatMap(({ problems }) => problems.map(({ message }) => message)),
  };
}
