/** Whether the internet is led to the hosted zone of the domain. Pure: programs and the doctor ask, each in its way. */

/** Names that nobody can own: https://www.rfc-editor.org/rfc/rfc2606 and https://www.iana.org/assignments/special-use-domain-names/ */
const reserved = /(^|\.)(example\.(com|net|org)|example|test|invalid|localhost|local|internal|onion|alt|arpa)$/;

export const isReserved = (domain: string): boolean => reserved.test(domain);

/** As DNS compares names: lower case, no trailing dot. */
export const plainName = (name: string): string => name.toLowerCase().replace(/\.$/, "");

/** Those of the hosted zone's name servers that the domain is not answered for by. */
export function missingNameServers(hostedZone: readonly string[], answering: readonly string[]): string[] {
  const found = new Set(answering.map(plainName));
  return hostedZone.map(plainName).filter((server) => !found.has(server));
}

/** What leads the internet there. */
export const delegationFix = (hostedZone: readonly string[]): string =>
  `at the registrar (or in the parent's hosted zone) set these name servers: ${hostedZone.map(plainName).join(", ")}`;

/** Errors of a look-up that are an answer: there is no such name, or it has no name servers. Every other one is no answer. */
export const saysNobody = (code: unknown): boolean => code === "ENOTFOUND" || code === "ENODATA";

/**
 * Who answers for a name: the name servers of the zone that it is in, which may be one of a name above it. Empty where there is
 * none below the top. Rejects as `resolveNs` does where DNS gives no answer.
 */
export async function nameServersOf(
  domain: string,
  resolveNs: (name: string) => Promise<string[]>,
): Promise<readonly string[]> {
  for (let name = plainName(domain); name.includes("."); name = name.slice(name.indexOf(".") + 1)) {
    const found = await resolveNs(name).catch((error: NodeJS.ErrnoException) => {
      if (saysNobody(error.code)) {
        return [];
      }
      throw error;
    });
    if (found.length > 0) {
      return found;
    }
  }
  return [];
}
