import { confine } from "../shared/confine";

export const confineImageReplicas = confine({
  name: "confine-image-replicas",
  what: "Replicas of container images",
  how: "is replicated to",
  destinations: {
    "aws:ecr/replicationConfiguration:ReplicationConfiguration": [
      "region:replicationConfiguration.rules[*].destinations[*].region",
    ],
    "aws:ecr/pullThroughCacheRule:PullThroughCacheRule": ["url:upstreamRegistryUrl"],
  },
  remediation: "Declare the repository's images public where they hold no data, or replicate within the jurisdiction.",
  url: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html",
});
