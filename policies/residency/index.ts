import { PolicyPack } from "@pulumi/policy";
import { policiesOf } from "../shared/serve";
import { residency } from "./rules";

new PolicyPack(residency.name, { policies: policiesOf(residency), description: residency.description });
