import { acm } from "../acm/types";
import { iam } from "../iam/types";
import { type FunctionCaller, serviceModule } from "../module";
import { route53 } from "../route53/types";
import { Egress } from "./egress";
import { lambdaFaults } from "./faults";
import { LocalLambda } from "./service";
import { lambda } from "./types";

export const lambdaModule = serviceModule({
  key: lambda,
  title: "AWS Lambda",
  description: {
    does:
      "the very bundle that would be uploaded, an execution environment a process, with its memory, time-out and " +
      "declared variables; cold starts, one invocation at a time; an idle environment is frozen (none of its timers " +
      "run), then given up; permissions of who invokes; Invoke, synchronous, for functions; a way out of the Region to the " +
      "twin's DNS and, through a proxy that stands there, to its HTTPS names",
    leavesOut:
      "asynchronous invocations and event sources, layers, container images, provisioned concurrency, response " +
      "streaming; at most four environments a function",
    sources: {
      "execution environment": "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html",
      concurrency: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
      permissions: "https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html",
    },
  },
  standsInFor: ["aws:lambda/function:Function", "aws:lambda/permission:Permission"],
  needs: [iam],
  runsFunctions: true,
  faults: lambdaFaults,
  actions: ["lambda:InvokeFunction"],
  create(context, services) {
    const egress = new Egress(context, {
      get dnsPort() {
        return services.get(route53).port;
      },
      get authority() {
        return services.get(acm).authority;
      },
    });
    const variables = (caller: FunctionCaller) => ({
      ...services.variables(caller),
      ...egress.variables(caller.region),
    });
    return new LocalLambda(context, { variables, callers: services.get(iam), egress });
  },
  variables: (service, { region }) => ({ AWS_ENDPOINT_URL_LAMBDA: service.endpoint(region) }),
});
