/**
 * cdktf captures a whole stack trace for every token, which nothing reads, and jest
 * maps each of its lines to the source: a third of what tests that synthesize take.
 * No other captures one without a limit.
 */
const { captureStackTrace } = Error;
Error.captureStackTrace = (object, below) => {
  if (Error.stackTraceLimit !== Number.MAX_SAFE_INTEGER) captureStackTrace(object, below);
};
