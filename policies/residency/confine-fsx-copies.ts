import { confine } from "../shared/confine";

export const confineFsxCopies = confine({
  name: "confine-fsx-copies",
  what: "Repositories, volumes and audit logs of FSx file systems",
  how: "is linked with",
  destinations: {
    "aws:fsx/dataRepositoryAssociation:DataRepositoryAssociation": ["bucket:dataRepositoryPath"],
    "aws:fsx/fileCache:FileCache": [
      "bucket:dataRepositoryAssociations[*].dataRepositoryPath",
      "reference:lustreConfigurations[*].logConfigurations[*].destination",
    ],
    "aws:fsx/lustreFileSystem:LustreFileSystem": [
      "bucket:importPath",
      "bucket:exportPath",
      "reference:logConfiguration.destination",
    ],
    "aws:fsx/windowsFileSystem:WindowsFileSystem": ["reference:auditLogConfiguration.auditLogDestination"],
    "aws:fsx/openZfsVolume:OpenZfsVolume": ["reference:originSnapshot.snapshotArn"],
  },
  remediation: "Link to buckets, logs and snapshots in Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/fsx/latest/LustreGuide/create-dra-linked-data-repo.html",
});
