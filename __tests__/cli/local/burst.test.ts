import { localArguments } from "../../../cli/local/arguments";
import { burst } from "../../../cli/local/burst";
import { CommandFailure } from "../../../runtime/failure";

const burstOf = (...options: readonly string[]) =>
  burst(localArguments(["burst", "--name", "not-there", ...options]), () => {});

test("an application that local does not run is refused, whether or not there is a testbed", async () => {
  await expect(burstOf("--application", "nope")).rejects.toThrow(
    /--application\n {2}is: {4}"nope"\n {2}error: local runs no application of this name\n {2}fix: {3}use montage-ai/,
  );
});

test("without a testbed it says how to start one, and not to end what is not there", async () => {
  const failure: unknown = await burstOf().catch((error: unknown) => error);
  if (!(failure instanceof CommandFailure)) throw new Error("nothing failed");
  expect(failure.message).toContain("there is no testbed not-there");
  expect(failure.remedy).toBe("npm run local -- --name not-there");
});
