/** What every distribution must have, for the corpus's programs. */
export const behavior = {
  targetOriginId: "site",
  viewerProtocolPolicy: "https-only",
  allowedMethods: ["GET", "HEAD"],
  cachedMethods: ["GET", "HEAD"],
};
export const restrictions = { geoRestriction: { restrictionType: "none" } };
export const viewerCertificate = { minimumProtocolVersion: "TLSv1.2_2021" };
