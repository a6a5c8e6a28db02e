// The runtime inside an execution environment: loads the bundle, then answers one invocation at a time over IPC.
// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html and nodejs-context.html
const [, , file, name, settings] = process.argv;
const { functionArn, memoryMb, now } = JSON.parse(settings);

// Cognito's tokens, items' times to live and this function go by one clock: the twin's. While the function works that
// clock runs no faster than real time (local/clock.ts), so it has to be set only when work begins.
const MachineDate = Date;
let aheadMs = 0;
const setClock = (twinMs) => {
  aheadMs = twinMs - (performance.timeOrigin + performance.now());
};
const twinNow = () => Math.floor(performance.timeOrigin + performance.now() + aheadMs);
MachineDate.now = twinNow;
globalThis.Date = new Proxy(MachineDate, {
  construct: (target, given, newTarget) => Reflect.construct(target, given.length > 0 ? given : [twinNow()], newTarget),
  apply: () => new MachineDate(twinNow()).toString(),
});
MachineDate.prototype.constructor = globalThis.Date;
setClock(now);

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
const described = (error) =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: String(error.stack).split("\n") }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };

const send = (message) => process.send(message);

// The parent is gone: nobody is left to invoke.
process.on("disconnect", () => process.exit(0));

let handler;
try {
  const start = performance.now();
  handler = require(file)[name];
  const initMs = performance.now() - start;
  if (typeof handler !== "function") {
    const fault = new Error(`index.${name} is undefined or not exported`);
    fault.name = "Runtime.HandlerNotFound";
    throw fault;
  }
  send({ ready: true, initMs });
} catch (error) {
  process.send({ failed: described(error) }, () => process.exit(1));
}

process.on("message", async ({ requestId, event, limitMs, trace, now: twinMs }) => {
  setClock(twinMs);
  const deadline = performance.now() + limitMs;
  process.env._X_AMZN_TRACE_ID = trace;
  const context = {
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: functionArn,
    memoryLimitInMB: String(memoryMb),
    awsRequestId: requestId,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(deadline - performance.now())),
  };
  try {
    const result = await handler(JSON.parse(event), context);
    send({ requestId, result: JSON.stringify(result === undefined ? null : result) });
  } catch (error) {
    send({ requestId, error: described(error) });
  }
});
