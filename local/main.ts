/** `make up`: starts the twin, says what to open, runs until Ctrl-C. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { defaultPort, portArgument, portOf, portOption } from "../cli/port";
import { count } from "../cli/run";
import { EvaluationError } from "../graph";
import { checkConfiguration } from "../graph/configuration";
import { InvalidInput } from "../model/invalid-input";
import { columns } from "../registry/csv";
import { explainAws } from "../registry/explain";
import { checkOrganizations } from "../registry/import";
import { kindsOf } from "./faults/kinds";
import { worldOf } from "./faults/world";
import { route53 } from "./route53/types";
import { serviceModules } from "./services";
import { keepGoing } from "./survival";
import { startTwin, type Twin } from "./twin";

interface Options {
  organizations?: string;
  port?: number;
  dnsPort: number;
  speed: number;
  traffic: boolean;
  undelegated?: true;
}

const program = new Command("twin")
  .description("Runs the stacks of this project on loopback, in place of AWS, until Ctrl-C.")
  .option(
    "--organizations <file>",
    `CSV or NDJSON of your own organizations, with ${columns.join(", ")} (default: a sample of 5,000)`,
  )
  .addOption(portOption("page and control API; 0 takes a free one", 0))
  .option("--dns-port <port>", "DNS server; 0 takes a free one", portArgument(0), 0)
  .option("--speed <factor>", "intervals, TTLs and round trips pass this many times faster", speedFactor, 1)
  .option("--no-traffic", "no people in the background")
  .option(
    "--undelegated",
    "the domain's name servers are not set yet, as with a new hosted zone, until that fault is removed",
  )
  .addHelpText("after", `\nFaults, on the page or by POST /api/faults (local/README.md has examples): ${faultKinds()}`)
  .showHelpAfterError("(--help lists all options)");

const stopLimitMs = 15_000;

async function main(): Promise<void> {
  const options = program.parse().opts<Options>();
  const port = portOf(options.port, process.env, 0);
  const file = options.organizations || undefined;
  if (file && !existsSync(file)) {
    throw new InvalidInput(`--organizations: ${file} does not exist; check the path`);
  }
  checkConfiguration(join(__dirname, ".."));
  if (file) {
    await checkOrganizations(file);
  }
  const interrupted = new AbortController();
  const began = performance.now();
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) {
    process.on(signal, () => interrupted.abort(signal));
  }
  // Whoever read the output may be gone: that must not keep the twin from stopping cleanly.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", () => interrupted.abort("EPIPE"));
  }
  let twin: Twin;
  try {
    const { dnsPort, speed, traffic } = options;
    const delegated = !options.undelegated;
    const settings = { port, dnsPort, speed, traffic, delegated, signal: interrupted.signal, onProgress: progress };
    twin = await startTwin({ ...settings, ...(file && { organizations: file }) });
  } catch (error) {
    if (interrupted.signal.aborted) {
      return say("stopped before it was ready; nothing is left running");
    }
    throw error;
  } finally {
    endProgress();
  }
  keepGoing(twin.context.events);
  say(banner(twin, (performance.now() - began) / 1000));
  if (!interrupted.signal.aborted) {
    await new Promise<void>((resolve) => interrupted.signal.addEventListener("abort", () => resolve()));
  }
  say("\nstopping");
  // Somebody who presses Ctrl-C again, or a service that hangs, must not be kept.
  setTimeout(() => process.exit(1), stopLimitMs).unref();
  for (const signal of signals) {
    process.on(signal, () => process.exit(1));
  }
  await twin.stop();
  say("stopped; nothing is left running");
}

function banner(twin: Twin, seconds: number): string {
  const { graph, network } = twin.context;
  const unsupported = twin.control.unsupported();
  const width = Math.max(...unsupported.map(({ type }) => type.length));
  const organizations = twin.control.people.list("", Number.MAX_SAFE_INTEGER).length;
  return `
home-region runs: ${graph.stacks.length} stacks, ${count(graph.resources.length)} resources, ${count(organizations)} organizations, ready in ${seconds.toFixed(1)} s

  Page                ${twin.url}
  A journey           npm run journey -- --organization acme --from Toronto${portArgumentOf(twin)}
  Break something     on the page, or: curl -s ${twin.url}/api/faults/kinds
  DNS                 dig @127.0.0.1 -p ${twin.services.get(route53).port} ${twin.control.domain.replace(/^/, "ca.api.")}
  Be in Toronto       curl -x ${proxyUrl(twin, "Toronto")} --cacert ${twin.caFile} https://api.${twin.control.domain}/v1/organizations/acme/home
  ${network.endpoints().length} endpoints on loopback, control API in local/README.md

Not stood in for (declared for AWS, without effect here):
${unsupported.map(({ type, count: times, meaning }) => `  ${type.padEnd(width)}  ×${times}  ${meaning}`).join("\n")}

Ctrl-C stops everything.`;
}

/** Every command can be copied as it stands, on another port too. */
function portArgumentOf(twin: Twin): string {
  const { port } = new URL(twin.url);
  return Number(port) === defaultPort ? "" : ` --port ${port}`;
}

function proxyUrl(twin: Twin, place: string): string {
  return twin.control.endpoints().proxies.find((proxy) => proxy.place === place)?.url ?? "";
}

let shown = false;
/** One changing line on a terminal, a line a step elsewhere. */
function progress(message: string): void {
  if (!process.stderr.isTTY) {
    if (!/: \d+ of/.test(message)) {
      process.stderr.write(`${message}\n`);
    }
    return;
  }
  process.stderr.write(`\r\x1b[K${message}`);
  shown = true;
}

function endProgress(): void {
  if (shown) {
    process.stderr.write("\r\x1b[K");
  }
  shown = false;
}

function faultKinds(): string {
  return Object.keys(kindsOf(worldOf(serviceModules).services)).join(", ");
}

const say = (text: string) => void process.stdout.write(`${text}\n`);

function speedFactor(value: string): number {
  const speed = Number(value);
  if (speed > 0 && speed <= 1000) {
    return speed;
  }
  throw new InvalidArgumentError("A speed is a number above 0, at most 1000.");
}

main().catch((error) => {
  endProgress();
  const known = error instanceof InvalidInput || error instanceof EvaluationError;
  const message = known ? error.message : explainAws(error);
  process.stderr.write(`${message ?? (error instanceof Error ? error.stack : String(error))}\n`);
  process.exitCode = 1;
});
