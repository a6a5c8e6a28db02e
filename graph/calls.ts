/** Answers to what programs ask AWS about (`aws.getX`). An unknown question is refused: a made-up answer would hide a mistake. */
import { services } from "./outputs";
import type { CallOutputs } from "./outputs/types";

const functions: Record<string, CallOutputs> = Object.assign({}, ...Object.values(services).map(({ calls }) => calls));

/** The outputs, or why there are none: an unknown call, or a Region that is needed and not configured. */
export function call(
  token: string,
  inputs: Record<string, any>,
  region: string | undefined,
): Record<string, any> | string {
  const outputsOf = functions[token];
  if (!outputsOf) {
    return (
      `"${token}" is called, and it has no outputs here; valid calls: ${Object.keys(functions).join(", ")}; ` +
      "add it to the service's file in graph/outputs"
    );
  }
  if (!region && token.startsWith("aws:index/getAv")) {
    return `"${token}" needs a Region: set aws:region`;
  }
  const outputs = outputsOf(inputs, region ?? "us-east-1");
  return typeof outputs === "string" ? outputs : { region, ...inputs, ...outputs };
}
