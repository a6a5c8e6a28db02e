/** Answers to what programs ask AWS about (`aws.getX`). An unknown question is refused: a made-up answer would hide a mistake. */
import { services } from "./outputs";
import type { AnswerCall } from "./outputs/types";

const answers: Record<string, AnswerCall> = Object.assign({}, ...Object.values(services).map(({ calls }) => calls));

/** The answer, or why there is none: a question that no answer is known to, or a Region that is needed and not configured. */
export function call(
  token: string,
  inputs: Record<string, any>,
  region: string | undefined,
): Record<string, any> | string {
  const answer = answers[token];
  if (!answer) {
    return (
      `"${token}" is called, and nothing here answers it; known: ${Object.keys(answers).join(", ")}; ` +
      "add it to the service's file in graph/outputs"
    );
  }
  if (!region && token.startsWith("aws:index/getAv")) {
    return `"${token}" needs a Region: set aws:region`;
  }
  const answered = answer(inputs, region ?? "us-east-1");
  return typeof answered === "string" ? answered : { region, ...inputs, ...answered };
}
