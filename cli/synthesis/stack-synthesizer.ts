import {
  AnnotationMetadataEntryType,
  type IStackSynthesizer,
  type ISynthesisSession,
  type StackAnnotation,
  type TerraformStack,
} from "cdktf";
import { invokeAspects } from "cdktf/lib/synthesize/synthesizer";
import { inWrittenOrder } from "./written-json";

const LEVELS = Object.values(AnnotationMetadataEntryType);

/**
 * Does what cdktf's own synthesizer does to a stack, and keeps its content in memory:
 * a text that is written, read and parsed takes as long as all rules, and of what is
 * only checked none is ever read. One thing is left out: that one has Terraform 1.5 for
 * `moved` blocks; every stack asks for a newer one.
 */
export class StackInMemory implements IStackSynthesizer {
  private content: unknown;

  constructor(private readonly stack: TerraformStack) {}

  /** What its cdk.tf.json holds, once it is synthesized. */
  get json(): unknown {
    return this.content;
  }

  /** @throws Error for what the stack, or a construct in it, says is wrong with it */
  synthesize({ manifest, skipValidation = false }: ISynthesisSession): void {
    const { stack } = this;
    invokeAspects(stack);
    if (!skipValidation) stack.runAllValidations();
    const annotations = annotationsOf(stack);
    Object.assign(manifest.forStack(stack), { annotations });
    const errors = annotations.filter(({ level }) => level === AnnotationMetadataEntryType.ERROR);
    // The CDKTF CLI, which sets it, tells them itself.
    if (
      errors.length > 0 &&
      process.env["CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS"] === undefined
    ) {
      const lines = errors.map(({ constructPath, message }) => `[${constructPath}] ${message}`);
      throw new Error(`constructs say that they are wrong:\n${lines.join("\n")}`);
    }
    this.content = inWrittenOrder(stack.toTerraform());
  }
}

function annotationsOf(stack: TerraformStack): readonly StackAnnotation[] {
  return stack.node.findAll().flatMap(({ node }) =>
    node.metadata.flatMap(({ type, data, trace }) =>
      LEVELS.filter((level) => level === type).map((level) => ({
        constructPath: node.path,
        level,
        message: String(data),
        stacktrace: trace,
      })),
    ),
  );
}
