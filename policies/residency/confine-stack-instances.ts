import { confine } from "../shared/confine";

export const confineStackInstances = confine({
  name: "confine-stack-instances",
  what: "CloudFormation stacks and stack instances",
  how: "is deployed to",
  destinations: {
    "aws:cloudformation/stackSetInstance:StackSetInstance": ["region:stackSetInstanceRegion"],
    "aws:cloudformation/stackInstances:StackInstances": ["region:regions[*]"],
    "aws:cloudformation/stack:Stack": ["text:templateBody", "reference:notificationArns[*]"],
    "aws:cloudformation/stackSet:StackSet": ["text:templateBody"],
    "aws:cloudcontrol/resource:Resource": ["text:desiredState"],
    "aws:servicecatalog/provisionedProduct:ProvisionedProduct": ["region:stackSetProvisioningPreferences.regions[*]"],
  },
  remediation: "Deploy to Regions of the data's jurisdiction, or tag what holds no personal data as operational.",
  url: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-concepts.html",
});
