/** `npm run routes`: writes the table of routes into functions/README.md. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { program } from "../cli/program";
import { withTable } from "./routes/table";

const file = join(__dirname, "../functions/README.md");

void program("routes", "Write the table of routes into functions/README.md.", () => {
  writeFileSync(file, withTable(readFileSync(file, "utf8")));
  console.log("written: the table of routes in functions/README.md");
});
