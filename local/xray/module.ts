import { serviceKey, serviceModule } from "../module";

export const xrayModule = serviceModule({
  key: serviceKey("xray"),
  title: "AWS X-Ray",
  description: { does: "nothing: the ledger shows each hop of each request" },
  declaredOnly: {
    "aws:xray/samplingRule:SamplingRule": "declared; nothing is sampled here, the ledger has every request",
  },
});
