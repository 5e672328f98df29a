import { appComponents, applicationPath } from "../applications";
import { OWN_COMPONENTS, settingsName } from "../workload-names";
import { ofApplication } from "./of-application";
import type { Relation } from "./relation";

/** The app asks its settings, not the environment's data. */
const settingsFollowSubmission = ofApplication({
  check: (application, at) => {
    const { settings, submission, submissionSettings } = application;
    const wanted =
      (submission === undefined ? submissionSettings?.without : submissionSettings?.with) ?? {};
    const place = applicationPath(application, "submission");
    const submits = submission === undefined ? "without submission" : "with submission";
    return Object.entries(wanted).flatMap(([name, value]) =>
      settings[name] === value
        ? []
        : [
            {
              path: at("settings", name),
              message: `must be "${value}" ${submits}: the app decides by it whether it submits Jobs, and would ${submission === undefined ? "submit without a right" : "submit none"}`,
              fix: `set it to "${value}", or ${submission === undefined ? `add ${place} with all its settings` : `remove ${place}`}`,
            },
          ],
    );
  },
});

/** With a pod of the app that is taken over such pods and ConfigMaps can be made. */
const submittedIsTheAppsAlone = ofApplication({
  check: (application, at) => {
    const { name, submission, services } = application;
    if (submission === undefined) return [];
    const { components, configMapPrefix } = submission;
    const others = [
      ...OWN_COMPONENTS,
      ...appComponents(application),
      ...services.map(({ component }) => component),
    ];
    const covered = [...OWN_COMPONENTS, settingsName(name)].filter(
      (each) => configMapPrefix !== undefined && each.startsWith(configMapPrefix),
    );
    return [
      ...components.flatMap((component, index) =>
        others.includes(component)
          ? [
              {
                path: at("submission", "components", index),
                message:
                  "other pods have this component: Services and policies would take a Job's for theirs",
                fix: "name components of Jobs alone",
              },
            ]
          : [],
      ),
      ...(covered.length === 0
        ? []
        : [
            {
              path: at("submission", "configMapPrefix"),
              message: `would let the app's account write ${covered.join(", ")}`,
              fix: "choose one that begins no name of another ConfigMap",
            },
          ]),
    ];
  },
});

export const submissionRelations: readonly Relation[] = [
  settingsFollowSubmission,
  submittedIsTheAppsAlone,
];
