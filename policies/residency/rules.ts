/** All residency rules. The first four say where things are and whose; the last takes what no other rule answers for. */
import type { Pack } from "../shared/pack";
import type { Rule } from "../shared/rule";
import { classifyTypes } from "./classify-types";
import { confineAccelerators } from "./confine-accelerators";
import { confineAggregation } from "./confine-aggregation";
import { confineApiIntegrations } from "./confine-api-integrations";
import { confineAuditTrails } from "./confine-audit-trails";
import { confineBackupCopies } from "./confine-backup-copies";
import { confineCacheSnapshots } from "./confine-cache-snapshots";
import { confineCognitoSenders } from "./confine-cognito-senders";
import { confineConfigurationRecords } from "./confine-configuration-records";
import { confineDataCatalogs } from "./confine-data-catalogs";
import { confineDataSyncs } from "./confine-data-syncs";
import { confineDirectoryReplicas } from "./confine-directory-replicas";
import { confineDistributions } from "./confine-distributions";
import { confineDynamodbExports } from "./confine-dynamodb-exports";
import { confineDynamodbReplicas } from "./confine-dynamodb-replicas";
import { confineDynamodbStreams } from "./confine-dynamodb-streams";
import { confineEbsSnapshots } from "./confine-ebs-snapshots";
import { confineEdgeUploads } from "./confine-edge-uploads";
import { confineEfsReplication } from "./confine-efs-replication";
import { confineEventEndpoints } from "./confine-event-endpoints";
import { confineEventTargets } from "./confine-event-targets";
import { confineEverythingElse } from "./confine-everything-else";
import { confineFirehoseDestinations } from "./confine-firehose-destinations";
import { confineFlowLogs } from "./confine-flow-logs";
import { confineFsxCopies } from "./confine-fsx-copies";
import { confineFunctionEnvironments } from "./confine-function-environments";
import { confineGlobalCaches } from "./confine-global-caches";
import { confineGlobalDatabases } from "./confine-global-databases";
import { confineGlobalDocuments } from "./confine-global-documents";
import { confineGraphApis } from "./confine-graph-apis";
import { confineImageReplicas } from "./confine-image-replicas";
import { confineIncidentReplicas } from "./confine-incident-replicas";
import { confineIotRules } from "./confine-iot-rules";
import { confineKeyspacesReplicas } from "./confine-keyspaces-replicas";
import { confineKmsKeys } from "./confine-kms-keys";
import { confineLoadBalancerLogs } from "./confine-load-balancer-logs";
import { confineLogCentralization } from "./confine-log-centralization";
import { confineLogSubscriptions } from "./confine-log-subscriptions";
import { confineMachineImages } from "./confine-machine-images";
import { confineMailActions } from "./confine-mail-actions";
import { confineMetricStreams } from "./confine-metric-streams";
import { confineMigrations } from "./confine-migrations";
import { confineModelInference } from "./confine-model-inference";
import { confineNetworkPeerings } from "./confine-network-peerings";
import { confineObservabilityLinks } from "./confine-observability-links";
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
import { confineSecretReplicas } from "./confine-secret-replicas";
import { confineSecurityFindings } from "./confine-security-findings";
import { confineStackInstances } from "./confine-stack-instances";
import { confineStackReferences } from "./confine-stack-references";
import { confineStateMachines } from "./confine-state-machines";
import { confineStreamApplications } from "./confine-stream-applications";
import { confineTopicSubscriptions } from "./confine-topic-subscriptions";
import { declareDataClass } from "./declare-data-class";
import { declareTopology } from "./declare-topology";
import { keepRegion } from "./keep-region";

const rules: readonly Rule[] = [
  declareTopology,
  keepRegion,
  declareDataClass,
  classifyTypes,
  confineAccelerators,
  confineAggregation,
  confineApiIntegrations,
  confineAuditTrails,
  confineBackupCopies,
  confineCacheSnapshots,
  confineCognitoSenders,
  confineConfigurationRecords,
  confineDataCatalogs,
  confineDataSyncs,
  confineDirectoryReplicas,
  confineDistributions,
  confineDynamodbExports,
  confineDynamodbReplicas,
  confineDynamodbStreams,
  confineEbsSnapshots,
  confineEdgeUploads,
  confineEfsReplication,
  confineEventEndpoints,
  confineEventTargets,
  confineFirehoseDestinations,
  confineFlowLogs,
  confineFsxCopies,
  confineFunctionEnvironments,
  confineGlobalCaches,
  confineGlobalDatabases,
  confineGlobalDocuments,
  confineGraphApis,
  confineImageReplicas,
  confineIncidentReplicas,
  confineIotRules,
  confineKeyspacesReplicas,
  confineKmsKeys,
  confineLoadBalancerLogs,
  confineLogCentralization,
  confineLogSubscriptions,
  confineMachineImages,
  confineMailActions,
  confineMetricStreams,
  confineMigrations,
  confineModelInference,
  confineNetworkPeerings,
  confineObservabilityLinks,
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
  confineSecretReplicas,
  confineSecurityFindings,
  confineStackInstances,
  confineStackReferences,
  confineStateMachines,
  confineStreamApplications,
  confineTopicSubscriptions,
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
