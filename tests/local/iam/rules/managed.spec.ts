import assert from "node:assert/strict";
import { allows } from "../../../../local/iam/rules/evaluate";
import { managedPolicies } from "../../../../local/iam/rules/managed";

// As AWS's reference of managed policies has them.
const logs = "logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents";
const interfaces =
  "ec2:CreateNetworkInterface ec2:DescribeNetworkInterfaces ec2:DescribeSubnets ec2:DeleteNetworkInterface ec2:AssignPrivateIpAddresses ec2:UnassignPrivateIpAddresses";
const reading = "logs:DescribeLogGroups logs:DescribeLogStreams logs:GetLogEvents logs:FilterLogEvents";
const tracing =
  "xray:PutTraceSegments xray:PutTelemetryRecords xray:GetSamplingRules xray:GetSamplingTargets xray:GetSamplingStatisticSummaries";
const granted = {
  "service-role/AWSLambdaBasicExecutionRole": logs,
  "service-role/AWSLambdaVPCAccessExecutionRole": `${logs} ${interfaces}`,
  "service-role/AmazonAPIGatewayPushToCloudWatchLogs": `${logs} ${reading}`,
  AWSXRayDaemonWriteAccess: tracing,
};
const actions = [logs, interfaces, reading, tracing, "dynamodb:GetItem"].flatMap((list) => list.split(" "));

describe("AWS's managed policies", () => {
  it("are the four that the stacks attach", () => {
    const names = Object.keys(granted).map((name) => `arn:aws:iam::aws:policy/${name}`);
    assert.deepEqual(Object.keys(managedPolicies).sort(), names.sort());
  });

  for (const [name, allowed] of Object.entries(granted)) {
    it(`${name} allows what AWS's does, on everything`, () => {
      const identity = [managedPolicies[`arn:aws:iam::aws:policy/${name}`]!];
      const may = actions.filter((action) => allows({ identity }, { action, resource: "arn:aws:x:r:1:y" }).allowed);
      assert.deepEqual(may, allowed.split(" "));
      assert.equal(identity[0]!.Version, "2012-10-17");
    });
  }
});
