/** `npm run sample`: writes the sample of organizations anew; the same bytes every time. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { sampleOrganizations } from "./sample/organizations";

export const samplePath = join(__dirname, "..", "local", "data", "organizations.csv");
export const sampleSize = 5000;

function write(path: string) {
  writeFileSync(path, sampleOrganizations(sampleSize));
  process.stdout.write(`${sampleSize} organizations written to local/data/organizations.csv\n`);
}

export const sampleCommand = (path = samplePath): Command =>
  new Command("sample")
    .description("Write the sample of organizations anew: local/data/organizations.csv, the same bytes every time.")
    .action(() => write(path));

if (require.main === module) {
  sampleCommand().parse();
}
