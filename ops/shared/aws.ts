/** What AWS says, by the aws CLI with the operator's own credentials. */
import type { Execute } from "../doctor/execute";

export class AwsError extends Error {
  override name = "AwsError";
}

export type AskAws = (region: string, ...words: string[]) => Promise<any>;

/** Rejects with an AwsError that says which command failed, and how. */
export const askAws =
  (execute: Execute): AskAws =>
  async (region, ...words) => {
    const result = await execute("aws", [...words, "--region", region, "--output", "json"]);
    if (result.missing) {
      throw new AwsError(
        "the aws CLI is not on PATH (https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html)",
      );
    }
    if (result.code !== 0) {
      const [said = ""] = result.stderr.split("\n").filter((line) => line.trim() !== "");
      throw new AwsError(`aws ${words.slice(0, 2).join(" ")} in ${region}: ${said}`);
    }
    return result.stdout.trim() === "" ? {} : JSON.parse(result.stdout);
  };
