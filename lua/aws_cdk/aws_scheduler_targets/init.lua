--- What a schedule invokes.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_scheduler_targets", {
  CodeBuildStartBuild = "code_build_start_build",
  CodePipelineStartPipelineExecution = "code_pipeline_start_pipeline_execution",
  EventBridgePutEvents = "event_bridge_put_events",
  FirehosePutRecord = "firehose_put_record",
  InspectorStartAssessmentRun = "inspector_start_assessment_run",
  KinesisStreamPutRecord = "kinesis_stream_put_record",
  LambdaInvoke = "lambda_invoke",
  SageMakerStartPipelineExecution = "sage_maker_start_pipeline_execution",
  ScheduleTargetBase = "schedule_target_base",
  SnsPublish = "sns_publish",
  SqsSendMessage = "sqs_send_message",
  StepFunctionsStartExecution = "step_functions_start_execution",
  Universal = "universal",
})
