import { confine } from "../shared/confine";

export const confineMediaStreams = confine({
  name: "confine-media-streams",
  what: "Recordings and outputs of media pipelines",
  how: "is recorded or streamed to",
  destinations: {
    "aws:chime/sdkvoiceGlobalSettings:SdkvoiceGlobalSettings": ["bucket:voiceConnector.cdrBucket"],
    "aws:chime/sdkvoiceSipMediaApplication:SdkvoiceSipMediaApplication": [
      "region:awsRegion",
      "reference:endpoints.lambdaArn",
    ],
    "aws:chime/sdkvoiceSipRule:SdkvoiceSipRule": ["region:targetApplications[*].awsRegion"],
    "aws:chime/voiceConnectorOrigination:VoiceConnectorOrigination": ["url:routes[*].host"],
    "aws:chime/voiceConnectorStreaming:VoiceConnectorStreaming": [
      "reference:mediaInsightsConfiguration.configurationArn",
    ],
    "aws:chimesdkmediapipelines/mediaInsightsPipelineConfiguration:MediaInsightsPipelineConfiguration": [
      "bucket:elements[*].amazonTranscribeCallAnalyticsProcessorConfiguration.postCallAnalyticsSettings.outputLocation",
      "reference:elements[*].kinesisDataStreamSinkConfiguration.insightsTarget",
      "reference:elements[*].lambdaFunctionSinkConfiguration.insightsTarget",
      "bucket:elements[*].s3RecordingSinkConfiguration.destination",
      "reference:elements[*].snsTopicSinkConfiguration.insightsTarget",
      "reference:elements[*].sqsQueueSinkConfiguration.insightsTarget",
    ],
    "aws:elastictranscoder/pipeline:Pipeline": [
      "bucket:inputBucket",
      "bucket:outputBucket",
      "bucket:contentConfig.bucket",
      "bucket:thumbnailConfig.bucket",
    ],
    "aws:ivs/recordingConfiguration:RecordingConfiguration": ["bucket:destinationConfiguration.s3.bucketName"],
    "aws:ivschat/room:Room": ["reference:messageReviewHandler.uri"],
    "aws:medialive/channel:Channel": ["url:destinations[*].settings[*].url"],
    "aws:medialive/input:Input": ["url:sources[*].url", "reference:mediaConnectFlows[*].flowArn"],
    "aws:rekognition/streamProcessor:StreamProcessor": [
      "reference:input.kinesisVideoStream.arn",
      "reference:output.kinesisDataStream.arn",
      "bucket:output.s3Destination.bucket",
      "reference:notificationChannel.snsTopicArn",
    ],
  },
  remediation: "Record and stream to Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/medialive/latest/ug/hls-specify-destination.html",
});
