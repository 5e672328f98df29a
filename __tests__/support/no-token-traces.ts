/**
 * cdktf captures a whole stack trace for every token, which nothing reads, and jest
 * maps each of its lines to the source: half of what a synthesis takes in a test.
 * No other captures one without a limit.
 */
const { captureStackTrace } = Error;
Error.captureStackTrace = (object, below) => {
  if (Error.stackTraceLimit !== Number.MAX_SAFE_INTEGER) captureStackTrace(object, below);
};
