/** `npm run organizations`: who has its home where. */
import { Command, InvalidArgumentError } from "commander";
import { print, runCommand } from "../cli/run";
import { organizationIdPattern } from "../model/registry";
import { servedJurisdictions } from "../model/topology";
import { assign } from "../registry/assign";
import { columns } from "../registry/csv";
import { explainAws } from "../registry/explain";
import { type ImportReport, importOrganizations } from "../registry/import";
import { listOrganizations, showOrganization } from "../registry/query";
import { type RegistryTarget, twinTarget } from "../registry/target";
import { awsPool, awsTarget } from "./organizations/aws";
import { type InviteOptions, invite } from "./organizations/invite";
import { ProgressLine } from "./organizations/progress";
import { invitedLines, reportLines, shownLines, tableLines } from "./organizations/report";
import { twinPool } from "./organizations/twin-pool";
import { type TwinOptions, twinAt, withTwinOptions } from "./shared/twin";

interface Common extends TwinOptions {
  aws?: true;
  json?: true;
}

export function organizationsCommand(): Command {
  const program = new Command("organizations")
    .description("Who has its home where, and who may sign in there.")
    .showHelpAfterError();
  for (const command of [importing(), assigning(), inviting(), showing(), listing()]) {
    program.addCommand(command);
  }
  return program;
}

const command = (name: string, description: string): Command =>
  withTwinOptions(new Command(name))
    .description(description)
    .option("--aws", "the deployed registry, with your own AWS credentials (default: the running twin)")
    .option("--json", "answer in JSON")
    .showHelpAfterError();

const importing = () =>
  command("import", "import a CSV or NDJSON file; - for stdin. Running it again writes only differences")
    .argument("<file>", `a header with ${columns.join(", ")}, in any order; e-mail domains divided by ;`)
    .option("--format <format>", "csv or ndjson, where the extension does not say")
    .option("--dry-run", "judge and compare, write nothing")
    .action((file: string, options: Common & { format?: string; dryRun?: true }) =>
      writing(options, (target, onProgress, signal) =>
        importOrganizations(target, file, {
          onProgress,
          signal,
          dryRun: options.dryRun ?? false,
          ...(options.format && { format: options.format }),
        }),
      ),
    );

const assigning = () =>
  command("assign", "give one organization its home, or change its e-mail domains")
    .argument("<slug>")
    .requiredOption("--jurisdiction <code>", servedJurisdictions().join(", "))
    .option("--email-domain <domain...>", "exactly these domains lead to it; without this option they stay as they are")
    .option("--no-email-domains", "no domain leads to it")
    .option("--dry-run", "say what would change, write nothing")
    .action(
      (
        slug: string,
        options: Common & { jurisdiction: string; emailDomain?: string[]; emailDomains: boolean; dryRun?: true },
      ) =>
        writing(options, (target, onProgress, signal) =>
          assign(target, slug, options.jurisdiction, options.emailDomains ? options.emailDomain : [], {
            onProgress,
            signal,
            dryRun: options.dryRun ?? false,
          }),
        ),
    );

const inviting = () =>
  command("invite", "let somebody sign in: a user in the user pool of the organization's home, told by e-mail")
    .argument("<slug-or-id>")
    .argument("<email>", "what they sign in with; in no other organization of that jurisdiction")
    .option("--resend", "send the invitation again, with a new password", false)
    .option("--dry-run", "say who would be invited where, change nothing", false)
    .action((organization: string, email: string, options: Common & InviteOptions) =>
      runCommand(async () => {
        const poolOf = options.aws ? awsPool : (home: string) => twinPool(twinAt(options), home);
        const invited = await invite(await targetOf(options), poolOf, { organization, email }, options);
        await print(options.json ? JSON.stringify(invited) : invitedLines(invited));
        return 0;
      }, explainAws),
    );

const showing = () =>
  command("show", "show one organization")
    .argument("<slug-or-id>")
    .action((slugOrId: string, options: Common) =>
      runCommand(async () => {
        const found = await showOrganization(await targetOf(options), slugOrId);
        await print(options.json ? JSON.stringify(found) : shownLines(found));
        return 0;
      }, explainAws),
    );

const listing = () =>
  command("list", "list organizations")
    .option("--jurisdiction <code>", "only of this jurisdiction", jurisdictionArgument)
    .option("--limit <number>", "at most so many", limitArgument, 50)
    .option("--after <id>", "go on after this organization", idArgument)
    .action((options: Common & { jurisdiction?: string; limit: number; after?: string }) =>
      runCommand(async () => {
        const page = await listOrganizations(await targetOf(options), options);
        await print(options.json ? JSON.stringify(page) : tableLines(page.organizations, page.next));
        return 0;
      }, explainAws),
    );

const targetOf = ({ aws, ...options }: Common): Promise<RegistryTarget> =>
  aws ? awsTarget() : twinTarget(twinAt(options));

type Write = (target: RegistryTarget, onProgress: ProgressLine["show"], signal: AbortSignal) => Promise<ImportReport>;

/** Ctrl-C once: stop between organizations and say how far it got. Twice: leave at once. */
function writing(options: Common, write: Write): Promise<void> {
  const progress = new ProgressLine();
  const stop = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) {
      process.exit(130);
    }
    stop.abort();
    progress.end();
    process.stderr.write("stopping when what is being written is whole; again to leave at once\n");
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  return runCommand(async () => {
    const target = await targetOf(options);
    try {
      const report = await write(target, progress.show, stop.signal);
      progress.end();
      await print(options.json ? JSON.stringify(report) : reportLines(report, target.name));
      return report.interrupted ? 130 : 0;
    } catch (error) {
      progress.end();
      const { last } = progress;
      if (last?.phase === "write") {
        process.stderr.write(
          `stopped: about ${last.done} of ${last.total} written, each whole; running it again does the rest\n`,
        );
      }
      throw error;
    }
  }, explainAws).finally(() => process.off("SIGINT", onSignal).off("SIGTERM", onSignal));
}

function jurisdictionArgument(value: string): string {
  const served: string[] = servedJurisdictions();
  if (!served.includes(value)) {
    throw new InvalidArgumentError(`Allowed: ${served.join(", ")}.`);
  }
  return value;
}

function limitArgument(value: string): number {
  const limit = Number(value);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100_000) {
    throw new InvalidArgumentError("Allowed: a whole number from 1 to 100000.");
  }
  return limit;
}

function idArgument(value: string): string {
  if (!organizationIdPattern.test(value)) {
    throw new InvalidArgumentError("Allowed: org_ and 26 characters.");
  }
  return value;
}

if (require.main === module) {
  void organizationsCommand().parseAsync();
}
