/** Fills a lookup's memory and asks it from there. One process, through the handler as it is uploaded. Argument: bundle. */
import { lookupEvent } from "./registry-rows";

const organizations = 200_000;
const requests = 300_000;
const batch = 100;
const { handler } = require(process.argv[2] as string) as {
  handler: (event: unknown) => Promise<{ statusCode: number; body: string }>;
};

const idOf = (index: number) => `org_${String(index).padStart(26, "0")}`;
const addressOf = (index: number) => `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;

async function fill(from: number): Promise<void> {
  for (let time = from; time < from + organizations; time += batch) {
    const names = Array.from({ length: batch }, (_, offset) => idOf(time + offset));
    const event = {
      ...lookupEvent("", addressOf(time / batch)),
      httpMethod: "POST",
      path: "/v1/homes",
      body: JSON.stringify({ organizations: names }),
    };
    (event.headers as Record<string, string>)["content-type"] = "application/json";
    const { statusCode, body } = await handler(event);
    if (statusCode !== 200 || body.includes('"problem"')) {
      throw new Error(`filling was answered with ${body.slice(0, 400)}`);
    }
  }
}

/** Answers a second, of the clock and of processor time: on a busy machine only the second one tells. */
async function ask(from: number): Promise<{ clock: number; processor: number }> {
  let random = 1;
  const started = performance.now();
  const used = process.cpuUsage();
  for (let index = 0; index < requests; index++) {
    random = (random * 1_103_515_245 + 12_345) % 2_147_483_648;
    const { statusCode } = await handler(lookupEvent(idOf(from + (random % organizations)), addressOf(index)));
    if (statusCode !== 200) {
      throw new Error(`a lookup was answered with ${statusCode}`);
    }
  }
  const { user, system } = process.cpuUsage(used);
  return { clock: (requests * 1e3) / (performance.now() - started), processor: (requests * 1e6) / (user + system) };
}

/** MiB of live objects, and of the whole process. */
function memory(): { heap: number; resident: number } {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: heapUsed / 2 ** 20, resident: rss / 2 ** 20 };
}

async function main(): Promise<void> {
  const empty = memory();
  await fill(0);
  const rates = [await ask(0), await ask(0), await ask(0)];
  const full = memory();
  await fill(organizations);
  const other = memory();
  process.send?.({ rates, empty, full, other }, () => process.exit(0));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
