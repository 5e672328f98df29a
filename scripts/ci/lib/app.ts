/** The app that this platform runs. */
export const APP = {
  repository: "https://github.com/mfahsold/montage-ai.git",
  /** Tests and builds are made from this commit where no other is asked for. */
  commit: "d5eade7e836ebb97bbe3ca3e849d9097948f8e55",
  /** Its opt-in test of scaling: three preview jobs, each must end within 180 s. */
  scaleTest: "tests/integration/test_queue_scaling.py",
  webPort: 80,
} as const;
