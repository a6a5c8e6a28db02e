import { confine } from "../shared/confine";

export const confineSearchConnections = confine({
  name: "confine-search-connections",
  what: "Connections and pipelines of OpenSearch",
  how: "is searched in or ingested into",
  destinations: {
    "aws:opensearch/application:Application": ["reference:dataSources[*].dataSourceArn"],
    "aws:opensearch/outboundConnection:OutboundConnection": [
      "region:localDomainInfo.region",
      "region:remoteDomainInfo.region",
      "url:connectionProperties.endpoint",
    ],
    "aws:opensearchingest/pipeline:Pipeline": ["text:pipelineConfigurationBody"],
  },
  remediation: "Connect domains and pipelines of Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/cross-cluster-search.html",
});
