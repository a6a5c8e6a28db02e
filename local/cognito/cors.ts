/**
 * What Cognito tells browsers: pages of any origin may call it, without cookies
 * (https://github.com/aws-amplify/amplify-js/issues/2982). AWS documents no headers; those of responses are as browsers
 * have recorded them. How long a preflight may be kept is not known, so that none is.
 */
import type { IncomingMessage, ServerResponse } from "node:http";

/** Not for callers that are no browsers: they name no origin. */
export function allowBrowsers({ headers }: IncomingMessage, response: ServerResponse): void {
  if (headers.origin === undefined) {
    return;
  }
  response.setHeader("access-control-allow-origin", "*");
  response.setHeader("access-control-expose-headers", "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date");
}

/** Whatever a page means to send may be sent. */
export function answerPreflight({ headers }: IncomingMessage, response: ServerResponse): void {
  const allowed = headers["access-control-request-headers"];
  response.writeHead(200, {
    "access-control-allow-methods": "POST",
    ...(allowed === undefined ? {} : { "access-control-allow-headers": allowed }),
    "content-length": "0",
  });
  response.end();
}
