import type { Pack } from "../shared/pack";
import { actOnAlarms } from "./act-on-alarms";
import { alarmHealthChecks } from "./alarm-health-checks";
import { avoidControlPlanes } from "./avoid-control-planes";
import { checkFailoverRecords } from "./check-failover-records";
import { copyBackups } from "./copy-backups";
import { declareTopology } from "./declare-topology";
import { limitKeepalive } from "./limit-keepalive";
import { pairFailoverRecords } from "./pair-failover-records";
import { quickenHealthChecks } from "./quicken-health-checks";
import { recoverPointInTime } from "./recover-point-in-time";
import { requireStandbys } from "./require-standbys";
import { shortenTtls } from "./shorten-ttls";
import { spreadOverZones } from "./spread-over-zones";

export const resilience: Pack = {
  name: "resilience",
  title: "Resilience",
  description:
    "Each primary has a standby, failing over is quick and needs no control plane, and data can be brought back.",
  rules: [
    declareTopology,
    actOnAlarms,
    alarmHealthChecks,
    avoidControlPlanes,
    checkFailoverRecords,
    copyBackups,
    limitKeepalive,
    pairFailoverRecords,
    quickenHealthChecks,
    recoverPointInTime,
    requireStandbys,
    shortenTtls,
    spreadOverZones,
  ],
};
