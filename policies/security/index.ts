import { PolicyPack } from "@pulumi/policy";
import { policiesOf } from "../shared/serve";
import { security } from "./rules";

new PolicyPack(security.name, { policies: policiesOf(security), description: security.description });
