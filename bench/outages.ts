/**
 * One service of ca-central-1 is gone and everything else works: which share of reads is refused, with the SDK and with a plain
 * client that keeps its connections and never asks twice, and which share of lookups. Minutes are the twin's.
 */
import { createHomeClient } from "../client/index";
import type { Twin } from "../local/twin";
import { endFaults } from "../tests/support/fault-board";
import { endHolds, isAnswered, Person, startTestTwin, until } from "../tests/support/twin";
import { twinFetch } from "../tests/support/twin-fetch";
import { type BenchResult, type Row, round } from "./support/result";

const region = "ca-central-1";
const outages: readonly [string, object][] = [
  ["DynamoDB", { kind: "service-errors", service: "dynamodb" }],
  ["its key in KMS", { kind: "service-errors", service: "kms", error: "disabled" }],
  ["Lambda", { kind: "service-down", service: "lambda" }],
  ["API Gateway", { kind: "service-down", service: "api-gateway" }],
  ["its replica of the registry", { kind: "registry-cut-off" }],
  ["its load balancer", { kind: "service-down", service: "load-balancer" }],
  ["the profile function", { kind: "service-errors", service: "lambda", resource: "api-profile" }],
  ["the authorizer", { kind: "service-errors", service: "lambda", resource: "api-authorizer" }],
];
const minuteMs = 60_000;
const minutes = 6;
const pauseMs = 2_000;
/** What a plain client waits for a response. */
const timeoutMs = 5_000;

/** Minute → whether each request that began in it was served. */
type Course = boolean[][];

export async function run(): Promise<BenchResult> {
  const twin = await startTestTwin();
  try {
    const rows: Row[] = [];
    for (const [what, fault] of outages) {
      rows.push(...(await rowsOf(twin, what, fault)));
    }
    const crossings = twin.context.ledger.crossings().length;
    rows.push({ name: "crossings of the border", value: crossings, unit: "hops", goal: "0", met: crossings === 0 });
    return { title: `One service of ${region} gone: refused in minute 1, 2 and ${minutes}`, rows };
  } finally {
    await twin.stop();
  }
}

async function rowsOf(twin: Twin, what: string, fault: object): Promise<Row[]> {
  const { clock, faults } = twin.context;
  const person = new Person(twin, "Toronto");
  try {
    const authorization = `Bearer ${await person.signIn("acme")}`;
    const fetch = twinFetch(person.client);
    const home = createHomeClient({ lookup: "https://api.example.com", organization: "acme", fetch });
    const plain = (url: string) =>
      fetch(url, { headers: { authorization }, signal: AbortSignal.timeout(clock.real(timeoutMs)) });
    const asks = {
      sdk: () => home.fetch("/v1/profile", { headers: { authorization } }),
      plain: () => plain("https://ca.api.example.com/v1/profile"),
      lookups: () => plain("https://api.example.com/v1/organizations/acme/home"),
    };
    for (const ask of Object.values(asks)) {
      await until(async () => ((await served(ask)) ? true : undefined), `${what}: served before`);
    }
    const began = clock.now();
    faults.add({ ...fault, region } as Parameters<typeof faults.add>[0]);
    const end = began + minutes * minuteMs;
    const courses = await Promise.all(Object.values(asks).map((ask) => follow(ask, clock, began, end)));
    const [sdk, alone, lookups] = courses.map((course) => course.map(refusedShare)) as [number[], number[], number[]];
    const late = alone.slice(2).every((share) => share === 0);
    return [
      row(`${what}: reads with the SDK`, sdk, "≤ 10, 0, 0 %", sdk[0]! <= 10 && sdk[1] === 0 && sdk[5] === 0),
      row(`${what}: reads of a plain client`, alone, "0 from minute 3", late),
      row(`${what}: lookups of a plain client`, lookups),
    ];
  } finally {
    person.close();
    endFaults(faults);
    await endHolds(twin);
    await isAnswered(twin, region);
    await clock.sleep(minuteMs);
  }
}

/** Any answer of the API serves but an error of its own; a profile that nobody has saved yet is a 404. */
const served = (ask: () => Promise<Response>) =>
  ask().then(
    async (response) => (await response.arrayBuffer()) && (response.ok || response.status === 404),
    () => false,
  );

async function follow(ask: () => Promise<Response>, clock: Twin["context"]["clock"], began: number, end: number) {
  const course: Course = Array.from({ length: minutes }, () => []);
  for (;;) {
    const at = clock.now();
    if (at >= end) {
      return course;
    }
    course[Math.floor((at - began) / minuteMs)]!.push(await served(ask));
    await clock.sleep(pauseMs);
  }
}

const refusedShare = (requests: readonly boolean[]) =>
  requests.length === 0 ? 100 : round((100 * requests.filter((wasServed) => !wasServed).length) / requests.length);

function row(name: string, shares: readonly number[], goal?: string, met?: boolean): Row {
  const [first, second] = shares;
  const unit = `% in minute 1, ${second} % in minute 2, ${shares.at(-1)} % in minute ${minutes}`;
  return { name, value: first!, unit, ...(goal !== undefined && { goal, met: met === true }) };
}
