import { CommandFailure } from "./failure";

const VARIABLE = "SOURCE_DATE_EPOCH";

/**
 * The day that is judged on, `YYYY-MM-DD` in UTC: today, or that of SOURCE_DATE_EPOCH (seconds since
 * 1970), with which the same input gives the same output at any time.
 * https://reproducible-builds.org/specs/source-date-epoch/
 *
 * @throws CommandFailure when the variable is no count of seconds
 */
export function today(env: Readonly<Record<string, string | undefined>>): string {
  const given = env[VARIABLE];
  if (given === undefined || given === "") return dayOf(Date.now());
  const milliseconds = /^\d{1,10}$/.test(given) ? Number(given) * 1000 : Number.NaN;
  if (Number.isNaN(milliseconds)) {
    throw new CommandFailure(
      `environment variable ${VARIABLE} is ${JSON.stringify(given)}, which is no count of seconds`,
      "write seconds since 1970 (date +%s), or unset it to judge by the clock",
    );
  }
  return dayOf(milliseconds);
}

function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
