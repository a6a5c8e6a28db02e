import { confine } from "../shared/confine";

export const confineFileTransfers = confine({
  name: "confine-file-transfers",
  what: "Files and data sets that are exchanged: Transfer Family, Storage Gateway, Data Exchange, Clean Rooms",
  how: "is transferred to or from",
  destinations: {
    "aws:cleanrooms/membership:Membership": ["bucket:defaultResultConfiguration.outputConfiguration.s3.bucket"],
    "aws:dataexchange/eventAction:EventAction": ["bucket:action.exportRevisionToS3.revisionDestination.bucket"],
    "aws:dataexchange/revisionAssets:RevisionAssets": [
      "bucket:assets[*].createS3DataAccessFromS3Bucket.assetSource.bucket",
      "bucket:assets[*].importAssetsFromS3.assetSource.bucket",
    ],
    "aws:storagegateway/cachesIscsiVolume:CachesIscsiVolume": ["reference:sourceVolumeArn"],
    "aws:storagegateway/fileSystemAssociation:FileSystemAssociation": [
      "reference:locationArn",
      "reference:auditDestinationArn",
    ],
    "aws:storagegateway/gateway:Gateway": ["reference:cloudwatchLogGroupArn", "text:gatewayVpcEndpoint"],
    "aws:storagegateway/nfsFileShare:NfsFileShare": [
      "bucket:locationArn",
      "region:bucketRegion",
      "reference:auditDestinationArn",
    ],
    "aws:storagegateway/smbFileShare:SmbFileShare": [
      "bucket:locationArn",
      "region:bucketRegion",
      "reference:auditDestinationArn",
    ],
    "aws:transfer/access:Access": ["bucket:homeDirectory", "bucket:homeDirectoryMappings[*].target"],
    "aws:transfer/agreement:Agreement": ["bucket:baseDirectory"],
    "aws:transfer/connector:Connector": ["url:url", "reference:egressConfig.vpcLattice.resourceConfigurationArn"],
    "aws:transfer/server:Server": ["reference:structuredLogDestinations[*]"],
    "aws:transfer/user:User": ["bucket:homeDirectory", "bucket:homeDirectoryMappings[*].target"],
    "aws:transfer/workflow:Workflow": [
      "bucket:steps[*].copyStepDetails.destinationFileLocation.s3FileLocation.bucket",
      "bucket:steps[*].decryptStepDetails.destinationFileLocation.s3FileLocation.bucket",
      "reference:steps[*].customStepDetails.target",
      "bucket:onExceptionSteps[*].copyStepDetails.destinationFileLocation.s3FileLocation.bucket",
      "bucket:onExceptionSteps[*].decryptStepDetails.destinationFileLocation.s3FileLocation.bucket",
      "reference:onExceptionSteps[*].customStepDetails.target",
    ],
  },
  remediation:
    "Exchange with buckets and servers in Regions of the data's jurisdiction; say in `elsewhere` where a partner's server is.",
  url: "https://docs.aws.amazon.com/transfer/latest/userguide/what-is-aws-transfer-family.html",
});
