import { PolicyPack } from "@pulumi/policy";
import { policiesOf } from "../shared/serve";
import { resilience } from "./rules";

new PolicyPack(resilience.name, { policies: policiesOf(resilience), description: resilience.description });
