import { availableParallelism } from "node:os";
import { type Built, kubectlKustomize, kubectlKustomizeAside } from "./build";

/**
 * Builds of kustomizations in the order in which they are asked for, begun before: each is a process
 * of its own, and mostly waits. As many are at work or kept as the machine has cores.
 */
export class BuildsAhead {
  private readonly begun = new Map<string, Promise<Built>>();
  private next = 0;

  /**
   * @param folders of kustomizations, each once, as they will be asked for
   * @param build builds one of several. @default kubectl kustomize, without the network
   * @param most that are at work or kept. @default the number of cores, two at least
   */
  constructor(
    private readonly folders: readonly string[],
    private readonly build: (folder: string) => Promise<Built> = folders.length > 1
      ? kubectlKustomizeAside
      : (folder) => Promise.resolve(kubectlKustomize(folder)),
    private readonly most: number = Math.max(2, availableParallelism()),
  ) {}

  /** What became of these, which are forgotten then; the next ones are begun. */
  async take(folders: readonly string[]): Promise<(folder: string) => Built> {
    const taken = new Map<string, Built>();
    for (const folder of folders) {
      this.begin();
      taken.set(folder, await (this.begun.get(folder) ?? this.build(folder)));
      this.begun.delete(folder);
    }
    this.begin();
    return (folder) => taken.get(folder) ?? { failure: "it was not among those to build" };
  }

  private begin(): void {
    while (this.begun.size < this.most) {
      const folder = this.folders[this.next];
      if (folder === undefined) return;
      this.next += 1;
      this.begun.set(folder, this.build(folder));
    }
  }
}
