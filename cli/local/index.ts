import { EXIT, runCommand } from "../../runtime/exit";
import { localArguments } from "./arguments";
import { burst } from "./burst";
import { down } from "./down";
import { renderUp, renderStatus, status } from "./status";
import { up } from "./up";
import { print, say } from "../../masking/output";

/**
 * `npm run local -- [up|status|burst|down]`: the whole platform on this machine,
 * in a testbed or in a cluster that is already there.
 */
void runCommand(async () => {
  const args = localArguments(process.argv.slice(2));
  const answer = (value: unknown, text: string) =>
    print(args.json ? `${JSON.stringify(value, null, 2)}\n` : text);
  switch (args.action) {
    case "up": {
      const cluster = await up(args, say);
      answer(cluster, renderUp(args, cluster));
      return EXIT.ok;
    }
    case "status": {
      const found = status(args.name);
      answer(found ?? null, renderStatus(args.name, found));
      return found?.alive === true ? EXIT.ok : EXIT.failed;
    }
    case "burst":
      answer(await burst(args, say), "");
      return EXIT.ok;
    case "down":
      await down(args, say);
      answer({ down: args.context ?? args.name }, "");
      return EXIT.ok;
    default:
      return args.action satisfies never;
  }
});
