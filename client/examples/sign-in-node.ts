/** A program that signs in, saves a preference and reads it: `sign-in-node.ts ORGANIZATION EMAIL PASSWORD [NEW-PASSWORD]`. */
import { openAccount } from "./sign-in";

async function main([organization = "", email = "", password = "", newPassword]: string[]): Promise<void> {
  const { home, enter, choosePassword, leave } = await openAccount({
    lookup: process.env.LOOKUP ?? "https://api.example.com",
    organization,
  });
  if ((await enter(email, password)) === "new-password") {
    if (newPassword === undefined) {
      throw new Error("this password was for the first time only; give a new one behind it");
    }
    await choosePassword(newPassword);
  }
  const before = await home.fetch("/v1/profile");
  const condition: Record<string, string> = before.ok
    ? { "if-match": before.headers.get("etag")! }
    : { "if-none-match": "*" };
  await home.fetch("/v1/profile", {
    method: "PUT",
    headers: { "content-type": "application/json", ...condition },
    body: JSON.stringify({ preferences: { theme: "dark" } }),
  });
  const response = await home.fetch("/v1/profile");
  console.log(response.status, await response.text(), `from ${home.status.region}`);
  await leave();
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(`${error.name}: ${error.message}`);
  process.exitCode = 1;
});
