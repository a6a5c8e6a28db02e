/** Answers for people. */
import { count } from "../../cli/run";
import type { ImportReport } from "../../registry/import";
import type { Shown } from "../../registry/query";
import type { Invitation } from "./invite";

export function reportLines(report: ImportReport, target: string): string {
  const { organizations, created, updated, unchanged, dryRun, interrupted, seconds } = report;
  const undone = organizations - created - updated - unchanged;
  const parts = [`${count(created)} new`, `${count(updated)} changed`, `${count(unchanged)} as they were`];
  const done = `${count(organizations)} ${organizations === 1 ? "organization" : "organizations"} in ${target}: ${parts.join(", ")} (${seconds.toFixed(1)} s)`;
  if (dryRun) {
    return `dry run, nothing written. ${done}`;
  }
  if (!interrupted) {
    return done;
  }
  return `${done}\nstopped: ${count(undone)} not done; every organization is whole; running it again does the rest`;
}

export function invitedLines(invitation: Invitation): string {
  const { organization, email, jurisdiction, region, userPoolId, user, dryRun, resent, temporaryPassword } = invitation;
  const place = `${organization}, home ${jurisdiction}: user pool ${userPoolId} in ${region}`;
  if (dryRun) {
    return `dry run, nobody invited. ${email} would be invited${resent ? " again" : ""} to ${place}`;
  }
  const way = temporaryPassword
    ? `no e-mail is sent here; the temporary password is ${temporaryPassword}`
    : "a temporary password goes to them by e-mail, from the pool's own Region";
  return `${email} is invited${resent ? " again" : ""} to ${place}, as user ${user}\n${way}`;
}

export function shownLines(shown: Shown): string {
  const { organization, jurisdiction, state, version, regions, emailDomains, notice } = shown;
  const lines: [string, string][] = [
    ["organization", organization],
    ["home", `${jurisdiction} (${regions.join(", ") || "no Region in the topology"})`],
    ["state", state],
    ["version", String(version)],
    ["e-mail domains", `${emailDomains} (the registry holds their hashes only)`],
    ...(notice ? [["notice", `${notice.code} since ${notice.since}: ${notice.message}`] as [string, string]] : []),
  ];
  return lines.map(([name, value]) => `${name.padEnd(16)}${value}`).join("\n");
}

export function tableLines(organizations: readonly Shown[], next: string | null): string {
  const rows = organizations.map(
    ({ organization, jurisdiction, state, version, emailDomains }) =>
      `${organization}  ${jurisdiction.padEnd(4)}  ${state.padEnd(9)}  ${String(version).padStart(7)}  ${String(emailDomains).padStart(7)}`,
  );
  const header = `${"organization".padEnd(30)}  home  ${"state".padEnd(9)}  version  domains`;
  const more = next ? [`more: add --after ${next}`] : [];
  return [header, ...(rows.length > 0 ? rows : ["none"]), ...more].join("\n");
}
