/** All residency rules. The first five say where things are and whose; the last takes what no other rule answers for. */
import type { Pack } from "../shared/pack";
import type { Rule } from "../shared/rule";
import { classifyTypes } from "./classify-types";
import { confineAccelerators } from "./confine-accelerators";
import { confineAgents } from "./confine-agents";
import { confineAggregation } from "./confine-aggregation";
import { confineAnalyticsJobs } from "./confine-analytics-jobs";
import { confineApiIntegrations } from "./confine-api-integrations";
import { confineAppFlows } from "./confine-app-flows";
import { confineAuditTrails } from "./confine-audit-trails";
import { confineBackupCopies } from "./confine-backup-copies";
import { confineBuildArtifacts } from "./confine-build-artifacts";
import { confineCacheSnapshots } from "./confine-cache-snapshots";
import { confineCognitoSenders } from "./confine-cognito-senders";
import { confineConfigurationRecords } from "./confine-configuration-records";
import { confineContactCenters } from "./confine-contact-centers";
import { confineDashboards } from "./confine-dashboards";
import { confineDataCatalogs } from "./confine-data-catalogs";
import { confineDataSyncs } from "./confine-data-syncs";
import { confineDirectoryReplicas } from "./confine-directory-replicas";
import { confineDistributions } from "./confine-distributions";
import { confineDynamodbExports } from "./confine-dynamodb-exports";
import { confineDynamodbReplicas } from "./confine-dynamodb-replicas";
import { confineDynamodbStreams } from "./confine-dynamodb-streams";
import { confineEbsSnapshots } from "./confine-ebs-snapshots";
import { confineEdgeEndpoints } from "./confine-edge-endpoints";
import { confineEdgeUploads } from "./confine-edge-uploads";
import { confineEfsReplication } from "./confine-efs-replication";
import { confineEventEndpoints } from "./confine-event-endpoints";
import { confineEventTargets } from "./confine-event-targets";
import { confineEverythingElse } from "./confine-everything-else";
import { confineFileTransfers } from "./confine-file-transfers";
import { confineFirehoseDestinations } from "./confine-firehose-destinations";
import { confineFlowLogs } from "./confine-flow-logs";
import { confineFsxCopies } from "./confine-fsx-copies";
import { confineFunctionEnvironments } from "./confine-function-environments";
import { confineGameSessions } from "./confine-game-sessions";
import { confineGlobalCaches } from "./confine-global-caches";
import { confineGlobalDatabases } from "./confine-global-databases";
import { confineGlobalDocuments } from "./confine-global-documents";
import { confineGraphApis } from "./confine-graph-apis";
import { confineImageReplicas } from "./confine-image-replicas";
import { confineIncidentReplicas } from "./confine-incident-replicas";
import { confineIotRules } from "./confine-iot-rules";
import { confineKeyStores } from "./confine-key-stores";
import { confineKeyspacesReplicas } from "./confine-keyspaces-replicas";
import { confineKmsKeys } from "./confine-kms-keys";
import { confineKnowledgeSources } from "./confine-knowledge-sources";
import { confineLanguageModels } from "./confine-language-models";
import { confineLoadBalancerLogs } from "./confine-load-balancer-logs";
import { confineLogCentralization } from "./confine-log-centralization";
import { confineLogSubscriptions } from "./confine-log-subscriptions";
import { confineMachineImages } from "./confine-machine-images";
import { confineMailActions } from "./confine-mail-actions";
import { confineMediaStreams } from "./confine-media-streams";
import { confineMetricStreams } from "./confine-metric-streams";
import { confineMigrations } from "./confine-migrations";
import { confineModelInference } from "./confine-model-inference";
import { confineModelTraining } from "./confine-model-training";
import { confineNetworkPeerings } from "./confine-network-peerings";
import { confineNotifications } from "./confine-notifications";
import { confineObservabilityLinks } from "./confine-observability-links";
import { confineOrganizationPolicies } from "./confine-organization-policies";
import { confinePipes } from "./confine-pipes";
import { confineQueryResults } from "./confine-query-results";
import { confineQueueRedrives } from "./confine-queue-redrives";
import { confineRdsBackups } from "./confine-rds-backups";
import { confineRdsIntegrations } from "./confine-rds-integrations";
import { confineRdsReplicas } from "./confine-rds-replicas";
import { confineRdsSnapshots } from "./confine-rds-snapshots";
import { confineRecords } from "./confine-records";
import { confineRedshiftCopies } from "./confine-redshift-copies";
import { confineS3AccessLogs } from "./confine-s3-access-logs";
import { confineS3BatchCopies } from "./confine-s3-batch-copies";
import { confineS3Inventories } from "./confine-s3-inventories";
import { confineS3MultiRegionAccessPoints } from "./confine-s3-multi-region-access-points";
import { confineS3Notifications } from "./confine-s3-notifications";
import { confineS3Replication } from "./confine-s3-replication";
import { confineSearchConnections } from "./confine-search-connections";
import { confineSecretReplicas } from "./confine-secret-replicas";
import { confineSecurityFindings } from "./confine-security-findings";
import { confineServiceLogs } from "./confine-service-logs";
import { confineServiceNetworks } from "./confine-service-networks";
import { confineStackInstances } from "./confine-stack-instances";
import { confineStackReferences } from "./confine-stack-references";
import { confineStateMachines } from "./confine-state-machines";
import { confineStreamApplications } from "./confine-stream-applications";
import { confineTopicSubscriptions } from "./confine-topic-subscriptions";
import { confineTrafficPolicies } from "./confine-traffic-policies";
import { confineVoiceConnectors } from "./confine-voice-connectors";
import { declareDataClass } from "./declare-data-class";
import { declareTopology } from "./declare-topology";
import { keepRegion } from "./keep-region";
import { nameProviderRegions } from "./name-provider-regions";
import { readEncodings } from "./read-encodings";
import { useEligibleServices } from "./use-eligible-services";

const rules: readonly Rule[] = [
  declareTopology,
  keepRegion,
  declareDataClass,
  classifyTypes,
  nameProviderRegions,
  confineAccelerators,
  confineAgents,
  confineAggregation,
  confineAnalyticsJobs,
  confineApiIntegrations,
  confineAppFlows,
  confineAuditTrails,
  confineBackupCopies,
  confineBuildArtifacts,
  confineCacheSnapshots,
  confineCognitoSenders,
  confineConfigurationRecords,
  confineContactCenters,
  confineDashboards,
  confineDataCatalogs,
  confineDataSyncs,
  confineDirectoryReplicas,
  confineDistributions,
  confineDynamodbExports,
  confineDynamodbReplicas,
  confineDynamodbStreams,
  confineEbsSnapshots,
  confineEdgeEndpoints,
  confineEdgeUploads,
  confineEfsReplication,
  confineEventEndpoints,
  confineEventTargets,
  confineFileTransfers,
  confineFirehoseDestinations,
  confineFlowLogs,
  confineFsxCopies,
  confineFunctionEnvironments,
  confineGameSessions,
  confineGlobalCaches,
  confineGlobalDatabases,
  confineGlobalDocuments,
  confineGraphApis,
  confineImageReplicas,
  confineIncidentReplicas,
  confineIotRules,
  confineKeyStores,
  confineKeyspacesReplicas,
  confineKmsKeys,
  confineKnowledgeSources,
  confineLanguageModels,
  confineLoadBalancerLogs,
  confineLogCentralization,
  confineLogSubscriptions,
  confineMachineImages,
  confineMailActions,
  confineMediaStreams,
  confineMetricStreams,
  confineMigrations,
  confineModelInference,
  confineModelTraining,
  confineNetworkPeerings,
  confineNotifications,
  confineObservabilityLinks,
  confineOrganizationPolicies,
  confinePipes,
  confineQueryResults,
  confineQueueRedrives,
  confineRdsBackups,
  confineRdsIntegrations,
  confineRdsReplicas,
  confineRdsSnapshots,
  confineRecords,
  confineRedshiftCopies,
  confineS3AccessLogs,
  confineS3BatchCopies,
  confineS3Inventories,
  confineS3MultiRegionAccessPoints,
  confineS3Notifications,
  confineS3Replication,
  confineSearchConnections,
  confineSecretReplicas,
  confineSecurityFindings,
  confineServiceLogs,
  confineServiceNetworks,
  confineStackInstances,
  confineStackReferences,
  confineStateMachines,
  confineStreamApplications,
  confineTopicSubscriptions,
  confineTrafficPolicies,
  confineVoiceConnectors,
  readEncodings,
  useEligibleServices,
];

function claimsOf(rules: readonly Rule[]): Map<string, string[]> {
  const claims = new Map<string, string[]>();
  for (const rule of rules) {
    for (const [type, paths] of Object.entries(rule.claims ?? {})) {
      claims.set(type, [...(claims.get(type) ?? []), ...paths]);
    }
  }
  return claims;
}

export const residency: Pack = {
  name: "residency",
  title: "Data residency",
  description:
    "Nothing that belongs to an organization leaves its jurisdiction: where it is kept, and every way that it is copied.",
  rules: [...rules, confineEverythingElse(claimsOf(rules))],
};
