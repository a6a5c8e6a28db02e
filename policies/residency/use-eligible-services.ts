import { isHolder } from "../classification";
import { hipaaListDate, hipaaServices } from "../classification/hipaa";
import { dataOf } from "../shared/data";
import { stackItself } from "../shared/declare-topology";
import { quoted } from "../shared/message";
import { serviceOf } from "../shared/resource";
import type { Rule } from "../shared/rule";
import { listOf } from "../shared/values";

/** Framework → what it asks of services, and of which day the list is. */
const frameworks: Readonly<Record<string, { services: ReadonlySet<string>; date: string }>> = {
  hipaa: { services: hipaaServices, date: hipaaListDate },
};

export const useEligibleServices: Rule = {
  name: "residency-use-eligible-services",
  description: "Under a framework, what may not leave is in services only that AWS lists as eligible for it.",
  severity: "high",
  references: [{ framework: "HIPAA", id: "164.308(b)(1)" }],
  remediation:
    "Keep the data in a listed service; or name a service that AWS has listed since in the setting `services`.",
  url: "https://aws.amazon.com/compliance/hipaa-eligible-services-reference/",
  settings: {
    framework: {
      type: "string",
      description: `\`hipaa\`: services of AWS's list of ${hipaaListDate} (policies/classification/hipaa.ts). Empty: any.`,
      default: "",
    },
    services: {
      type: "array",
      description: "Modules of @pulumi/aws that AWS has listed since: `bedrock`.",
      default: [],
      items: { type: "string" },
    },
  },
  check(resource, context) {
    const { settings, topology } = context;
    const framework = frameworks[String(settings.framework)];
    const service = serviceOf(resource.type);
    const isListed = framework?.services.has(service) || listOf(settings.services).includes(service);
    if (!framework || !service || isListed || !isHolder(resource.type, topology)) {
      return [];
    }
    const data = dataOf(resource, context);
    if (!data.allowed) {
      return [];
    }
    return [
      {
        resource,
        path: "",
        found: `keeps or moves ${data.dataClass ? `${data.dataClass} data` : "data of no declared class"} by service ${quoted(service)}`,
        allowed: `under ${settings.framework}, allowed are the services of AWS's list of ${framework.date}`,
        fix: "use a listed service, or name it in `services` where AWS has listed it since",
        deferred: data.open,
      },
    ];
  },
  checkStack(stack, { graph, settings }) {
    const { framework } = settings;
    if (framework === "" || frameworks[String(framework)]) {
      return [];
    }
    const resource = stackItself(stack, graph.resources);
    const found = `is judged by framework ${quoted(framework)}`;
    return [{ resource, path: "", found, allowed: "allowed is hipaa, or empty", fix: "mend the pack's configuration" }];
  },
};
