import { organizationIdPattern } from "../../model/registry";
import type { HttpRequest } from "./http";

/** Whose data a request is about: both are opaque. */
export interface Owner {
  organization: string;
  subject: string;
}

/** Who the authorizer says that it is. Undefined where it says nothing, or speaks for another jurisdiction than `here`. */
export function ownerOf({ authorizer }: HttpRequest, here: string): Owner | undefined {
  const { organization, subject, jurisdiction } = authorizer;
  if (typeof organization !== "string" || !organizationIdPattern.test(organization)) {
    return undefined;
  }
  if (typeof subject !== "string" || subject === "" || jurisdiction !== here) {
    return undefined;
  }
  return { organization, subject };
}
