// The runtime inside an execution environment: loads the bundle, then answers one invocation at a time over IPC.
// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html and nodejs-context.html
const [, , file, name, settings] = process.argv;
const { functionArn, memoryMb } = JSON.parse(settings);

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

process.on("message", async ({ requestId, event, deadline, trace }) => {
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
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
  try {
    const answer = await handler(JSON.parse(event), context);
    send({ requestId, answer: JSON.stringify(answer === undefined ? null : answer) });
  } catch (error) {
    send({ requestId, error: described(error) });
  }
});
