import { serviceKey, serviceModule } from "../module";

export const ssmModule = serviceModule({
  key: serviceKey("ssm"),
  title: "AWS Systems Manager",
  description: { does: "nothing: stacks hand their values on themselves" },
  declaredOnly: {
    "aws:ssm/parameter:Parameter": "its value is handed on by the stack; there is no parameter store to ask",
  },
});
