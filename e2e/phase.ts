import type { NodeContract } from "../environments/nodes/node-contract";
import type { EnvironmentSpec } from "../environments/schema";
import type { Progress } from "../runtime/progress";
import type { KubernetesMinor } from "../testbed/kubernetes-releases";
import type { Testbed } from "../testbed/testbed";
import type { Project } from "./project";

/** What the phases work on; later ones find what earlier ones left. */
export interface E2e {
  /** Folder for everything; removed at the end. */
  readonly folder: string;
  /** Copy of this project, in which a phase may change what a person would change. */
  readonly project: Project;
  /** The local environment, as the project has it. */
  readonly spec: EnvironmentSpec;
  /** Pools that the testbed simulates. */
  readonly pools: readonly NodeContract[];
  /** Kubernetes of the testbed. */
  readonly kubernetes: KubernetesMinor;
  readonly say: Progress;
  /** Set by the first phase. */
  testbed: Testbed | undefined;
}

/** A file, and a text in it. */
export type Replaced = readonly [file: string, text: string];

/** One thing that is shown to work, in a file of its own. */
export interface Phase {
  /** Stem of its file. */
  readonly name: string;
  /** What holds when it has passed, as a sentence. */
  readonly title: string;
  /**
   * Variables of the process without which it is not run.
   *
   * @default none
   */
  readonly needs?: readonly string[];
  /**
   * Files of the project's data and the texts in them that it replaces. A unit
   * test holds that each stands there exactly once: a change of the data is
   * seen there, and not only when the phase is run.
   *
   * @default none
   */
  readonly replaces?: readonly Replaced[];
  /**
   * @returns figures of what was seen, in few words
   * @throws Error (or AssertionError) when the title does not hold
   */
  run(e2e: E2e): Promise<string>;
}

/** Something that a phase needs of the machine cannot be had: it is not run, and has not passed. */
export class NotPossible extends Error {
  override readonly name = "NotPossible";
}

/** The testbed, which the first phase has started. */
export function testbedOf({ testbed }: E2e): Testbed {
  if (testbed === undefined) throw new Error("the testbed is not up: run the phase control-plane");
  return testbed;
}
