import { PolicyPack } from "@pulumi/policy";
import { packs } from "./packs";
import { policiesOf } from "./shared/serve";

new PolicyPack("home-region", {
  policies: policiesOf(...packs),
  description: "Residency, security and resilience",
});
