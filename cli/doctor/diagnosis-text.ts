/** What people read of a diagnosis. */
export interface DiagnosisText {
  /** What is wrong, as a sentence. */
  readonly title: string;
  /** What it is seen by. */
  readonly reads: string;
}
