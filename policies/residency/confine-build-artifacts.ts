import { confine } from "../shared/confine";

export const confineBuildArtifacts = confine({
  name: "confine-build-artifacts",
  what: "Artifacts, caches and actions of builds and pipelines",
  how: "is built or stored in",
  destinations: {
    "aws:codebuild/project:Project": [
      "bucket:artifacts.location",
      "bucket:secondaryArtifacts[*].location",
      "bucket:cache.location",
      "bucket:logsConfig.s3Logs.location",
      "setting:environment.environmentVariables[*].value",
    ],
    "aws:codebuild/reportGroup:ReportGroup": ["bucket:exportConfig.s3Destination.bucket"],
    "aws:codecommit/trigger:Trigger": ["reference:triggers[*].destinationArn"],
    "aws:codepipeline/pipeline:Pipeline": [
      "region:artifactStores[*].region",
      "bucket:artifactStores[*].location",
      "region:stages[*].actions[*].region",
      "setting:stages[*].actions[*].configuration.*",
      "region:stages[*].beforeEntry.condition.rules[*].region",
      "region:stages[*].onFailure.condition.rules[*].region",
      "region:stages[*].onSuccess.condition.rules[*].region",
    ],
    "aws:elasticbeanstalk/applicationVersion:ApplicationVersion": ["bucket:bucket"],
    "aws:imagebuilder/infrastructureConfiguration:InfrastructureConfiguration": [
      "bucket:logging.s3Logs.s3BucketName",
      "reference:snsTopicArn",
    ],
    "aws:signer/signingJob:SigningJob": ["bucket:source.s3.bucket", "bucket:destination.s3.bucket"],
  },
  remediation:
    "Build in Regions of the data's jurisdiction, or tag what holds no personal data as public or operational.",
  url: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html",
});
