import { confine } from "../shared/confine";

export const confineSecretReplicas = confine({
  name: "confine-secret-replicas",
  what: "Replicas of secrets",
  how: "is replicated to",
  destinations: {
    "aws:secretsmanager/secret:Secret": ["region:replicas[*].region", "reference:replicas[*].kmsKeyId"],
    "aws:secretsmanager/secretRotation:SecretRotation": ["reference:rotationLambdaArn"],
  },
  remediation: "Replicate to a Region of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets.html",
});
