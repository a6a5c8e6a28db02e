/** What the client SDK costs and what it saves: npm run bench -- client */
import { limits, sizes } from "../client/scripts/size";
import { hedging } from "./client/hedging";
import { overhead, type Row } from "./client/overhead";
import { regionLost } from "./client/region-lost";

/** Every figure of the client in one run. Takes about a minute; starts a twin of its own. */
export async function run(): Promise<{ title: string; rows: Row[] }> {
  const rows = [...(await size()), ...(await overhead()), ...(await hedging()), ...(await regionLost())];
  return { title: "Client SDK", rows };
}

async function size(): Promise<Row[]> {
  const { core, index, everything } = await sizes();
  const bytes = (name: string, value: number) => ({ name, value, unit: "bytes, minified and gzipped" });
  return [
    { ...bytes("core", core), goal: `≤ ${limits.core}`, met: core <= limits.core },
    bytes("createHomeClient with connect and notices", index),
    { ...bytes("everything", everything), goal: `≤ ${limits.everything}`, met: everything <= limits.everything },
  ];
}

if (require.main === module) {
  run().then(
    ({ title, rows }) => {
      console.log(title);
      console.table(rows);
    },
    (error) => {
      console.error(error);
      process.exitCode = 1;
    },
  );
}
