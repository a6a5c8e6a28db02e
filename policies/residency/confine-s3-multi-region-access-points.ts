import { confine } from "../shared/confine";

export const confineS3MultiRegionAccessPoints = confine({
  name: "confine-s3-multi-region-access-points",
  what: "Buckets behind S3 Multi-Region Access Points",
  how: "is served from",
  destinations: {
    "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint": [
      "bucket:details.regions[*].bucket",
      "region:details.regions[*].region",
    ],
    "aws:s3control/multiRegionAccessPointRoutes:MultiRegionAccessPointRoutes": [
      "region:routes[*].region",
      "bucket:routes[*].bucket",
    ],
  },
  remediation: "Put buckets of one jurisdiction behind it: it routes to the nearest, whatever its jurisdiction.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPoints.html",
});
