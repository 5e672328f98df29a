import { loadEnvironment } from "../../environments";
import { chosenApplication, imageTagOf } from "../../environments/applications";
import { EXIT, runCommand } from "../../runtime/exit";
import { appRepository } from "./app-repository";
import { tryImageArguments } from "./arguments";
import { findRuntime } from "./container-runtime";
import { tryImage } from "./try-image";
import { print, say } from "../../masking/output";

/**
 * `npm run try-image -- ENV`: whether an image of the app starts with the
 * environment's settings. Nothing is written, and no cluster is asked.
 */
void runCommand(async () => {
  const args = tryImageArguments(process.argv.slice(2));
  const spec = loadEnvironment(args.environment, process.env);
  const application = chosenApplication(spec, args.application);
  const repository = args.from ?? appRepository(application);
  const runtime = findRuntime("install docker, podman or nerdctl, and see that its engine runs");
  const tried = await tryImage({
    spec,
    application,
    repository,
    version: args.tag ?? imageTagOf(spec, application),
    runtime,
    say,
  });
  print(
    args.json
      ? `${JSON.stringify(tried, null, 2)}\n`
      : `${tried.image} starts as ${tried.pods.join(", ")} of ${spec.name}\n`,
  );
  return EXIT.ok;
});
