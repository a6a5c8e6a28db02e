import { confine } from "../shared/confine";

export const confineDirectoryReplicas = confine({
  name: "confine-directory-replicas",
  what: "Replicas of directories and of identities",
  how: "is replicated to",
  destinations: {
    "aws:directoryservice/serviceRegion:ServiceRegion": ["region:regionName"],
    "aws:ssoadmin/region:Region": ["region:regionName"],
  },
  remediation: "Replicate to a Region of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/directoryservice/latest/admin-guide/ms_ad_configure_multi_region_replication.html",
});
