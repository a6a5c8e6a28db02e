import { confine } from "../shared/confine";

export const confineStackInstances = confine({
  name: "confine-stack-instances",
  what: "CloudFormation stacks and stack instances",
  how: "is deployed to",
  destinations: {
    "aws:cloudformation/stackSetInstance:StackSetInstance": [
      "region:stackSetInstanceRegion",
      "setting:parameterOverrides.*",
    ],
    "aws:cloudformation/stackInstances:StackInstances": ["region:regions[*]", "setting:parameterOverrides.*"],
    "aws:cloudformation/stack:Stack": ["text:templateBody", "reference:notificationArns[*]", "setting:parameters.*"],
    "aws:cloudformation/stackSet:StackSet": ["text:templateBody", "setting:parameters.*"],
    "aws:cloudcontrol/resource:Resource": ["text:desiredState"],
    "aws:servicecatalog/provisionedProduct:ProvisionedProduct": [
      "region:stackSetProvisioningPreferences.regions[*]",
      "reference:notificationArns[*]",
      "setting:provisioningParameters[*].value",
    ],
    "aws:serverlessrepository/cloudFormationStack:CloudFormationStack": ["setting:parameters.*"],
  },
  remediation: "Deploy to Regions of the data's jurisdiction, or tag what holds no personal data as operational.",
  url: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-concepts.html",
});
