import { EXIT, runCommand } from "../../runtime/exit";
import { localArguments } from "./arguments";
import { burst } from "./burst";
import { down } from "./down";
import { renderUp, renderStatus, status } from "./status";
import { up } from "./up";

/**
 * `npm run local -- [up|status|burst|down]`: the whole platform on this machine,
 * in a testbed or in a cluster that is already there.
 */
void runCommand(async () => {
  const args = localArguments(process.argv.slice(2));
  const print = (value: unknown, text: string) =>
    process.stdout.write(args.json ? `${JSON.stringify(value, null, 2)}\n` : text);
  const say = (line: string) => process.stderr.write(`${line}\n`);
  switch (args.action) {
    case "up": {
      const cluster = await up(args, say);
      print(cluster, renderUp(args, cluster));
      return EXIT.ok;
    }
    case "status": {
      const found = status(args.name);
      print(found ?? null, renderStatus(args.name, found));
      return found?.alive === true ? EXIT.ok : EXIT.failed;
    }
    case "burst":
      print(await burst(args, say), "");
      return EXIT.ok;
    case "down":
      await down(args, say);
      print({ down: args.context ?? args.name }, "");
      return EXIT.ok;
    default:
      return args.action satisfies never;
  }
});
