import { confine } from "../shared/confine";

export const confineDataSyncs = confine({
  name: "confine-data-syncs",
  what: "DataSync locations and tasks",
  how: "is synchronized with",
  destinations: {
    "aws:datasync/s3Location:S3Location": ["bucket:s3BucketArn"],
    "aws:datasync/efsLocation:EfsLocation": ["reference:efsFileSystemArn"],
    "aws:datasync/task:Task": [
      "reference:sourceLocationArn",
      "reference:destinationLocationArn",
      "reference:cloudwatchLogGroupArn",
      "bucket:taskReportConfig.s3Destination.s3BucketArn",
    ],
    "aws:datasync/locationObjectStorage:LocationObjectStorage": ["url:serverHostname"],
    "aws:datasync/locationAzureBlob:LocationAzureBlob": ["url:containerUrl"],
    "aws:datasync/nfsLocation:NfsLocation": ["url:serverHostname"],
    "aws:datasync/locationSmb:LocationSmb": ["url:serverHostname"],
    "aws:datasync/fsxOpenZfsFileSystem:FsxOpenZfsFileSystem": ["reference:fsxFilesystemArn"],
    "aws:datasync/locationFsxLustre:LocationFsxLustre": ["reference:fsxFilesystemArn"],
    "aws:datasync/locationFsxOntapFileSystem:LocationFsxOntapFileSystem": ["reference:storageVirtualMachineArn"],
    "aws:datasync/locationFsxWindows:LocationFsxWindows": ["reference:fsxFilesystemArn"],
    "aws:datasync/locationHdfs:LocationHdfs": ["url:nameNodes[*].hostname", "url:kmsKeyProviderUri"],
  },
  remediation:
    "Synchronize within the Regions of the data's jurisdiction; say where a server of your own is in `elsewhere`.",
  url: "https://docs.aws.amazon.com/datasync/latest/userguide/working-with-locations.html",
});
