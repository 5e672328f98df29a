import { type IncomingMessage, request as plainRequest, type RequestOptions } from "node:http";

/** In place of `node:https`, for a server on this machine that has no certificate. */
export function request(
  url: URL,
  options: RequestOptions,
  callback: (message: IncomingMessage) => void,
) {
  return plainRequest(new URL(url.href.replace(/^https:/, "http:")), options, callback);
}
