--- Programs of our own that constructs bring to the cloud, by the name that the reference gives to its own of the same
--- purpose (reference_programs.lua has its facts). A construct of another service registers its program by a row here.
--
-- `kind`: which of the reference's hashes stands in its templates: "plain", "wrapped" (the entry point is added), "given".
-- `files`: names in the asset → sources in handlers/, functions that give the text, or { content: its size and digest,
-- text: the function }. `brought_by`: the construct.
local engine = require "luacdk.engine"

local CUSTOM_RESOURCE = "custom_resource.js"

-- Names of SDK packages, and types of parameters: what a call by names alone needs.
local function service_names() return engine.json(engine.map(require("aws_cdk.private.sdk_rows").v3)) end
local parameter_types = {
  content = require "aws_cdk.private.sdk_type_content",
  text = function() return (require "aws_cdk.private.sdk_type_rows") end,
}

return {
  ["aws-certificatemanager/dns-validated-certificate-handler"] = {
    kind = "given", brought_by = "certificatemanager.DnsValidatedCertificate",
    files = { ["index.js"] = "dns_validated_certificate.js", [CUSTOM_RESOURCE] = CUSTOM_RESOURCE },
  },
  ["aws-cloudfront/edge-function"] = {
    kind = "wrapped", brought_by = "cloudfront.experimental.EdgeFunction outside of us-east-1",
    files = { ["index.js"] = "edge_function.js" },
  },
  ["aws-dynamodb/replica-handler"] = {
    kind = "given", brought_by = "dynamodb.Table { replication_regions = … }",
    files = { ["index.js"] = "dynamodb_replica.js" },
  },
  ["aws-ec2/restrict-default-security-group-handler"] = {
    kind = "wrapped", brought_by = "ec2.Vpc { restrict_default_security_group = true }",
    files = { ["index.js"] = "restrict_default_security_group.js" },
  },
  ["aws-ecr/auto-delete-images-handler"] = {
    kind = "plain", brought_by = "ecr.Repository { auto_delete_images = true }",
    files = { ["index.js"] = "auto_delete_images.js", [CUSTOM_RESOURCE] = CUSTOM_RESOURCE },
  },
  ["aws-eks-v2/kubectl-handler"] = {
    kind = "plain", brought_by = "manifests, charts, patches and values of eks_v2.Cluster",
    files = { ["index.py"] = "kubectl.py" },
  },
  ["aws-eks/cluster-resource-handler"] = {
    kind = "given", brought_by = "eks.Cluster, eks.FargateProfile",
    files = { ["index.js"] = "eks_cluster.js" },
  },
  ["aws-eks/kubectl-handler"] = {
    kind = "given", brought_by = "manifests, charts, patches and values of eks.Cluster",
    files = { ["index.py"] = "kubectl_by_role.py", ["kubectl.py"] = "kubectl.py" },
  },
  ["aws-events-targets/aws-api-handler"] = {
    kind = "given", brought_by = "events_targets.AwsApi",
    files = {
      ["index.js"] = "aws_api.js", ["api_call.js"] = "api_call.js",
      ["services.json"] = service_names, ["types.json"] = parameter_types,
    },
  },
  ["aws-glue/partition-index-handler"] = {
    kind = "given", brought_by = "glue tables with partition_indexes",
    files = { ["index.js"] = "glue_partition_index.js" },
  },
  ["aws-iam/oidc-handler"] = {
    kind = "wrapped", brought_by = "iam.OpenIdConnectProvider",
    files = { ["index.js"] = "open_id_connect_provider.js" },
  },
  ["aws-logs/log-retention-handler"] = {
    kind = "plain", brought_by = "logs.LogRetention, log_retention of functions",
    files = { ["index.js"] = "log_retention.js", [CUSTOM_RESOURCE] = CUSTOM_RESOURCE },
  },
  ["aws-route53/cross-account-zone-delegation-handler"] = {
    kind = "wrapped", brought_by = "route53.CrossAccountZoneDelegationRecord",
    files = { ["index.js"] = "zone_delegation.js" },
  },
  ["aws-route53/delete-existing-record-set-handler"] = {
    kind = "wrapped", brought_by = "route53.RecordSet { delete_existing = true }",
    files = { ["index.js"] = "delete_record_set.js" },
  },
  ["aws-s3/auto-delete-objects-handler"] = {
    kind = "plain", brought_by = "s3.Bucket { auto_delete_objects = true }",
    files = { ["index.js"] = "auto_delete_objects.js", [CUSTOM_RESOURCE] = CUSTOM_RESOURCE },
  },
  ["aws-s3-deployment/bucket-deployment-handler"] = {
    kind = "given", brought_by = "s3_deployment.BucketDeployment",
    files = { ["index.py"] = "bucket_deployment.py" },
  },
  ["aws-s3-deployment/s3-object-copy-handler"] = {
    kind = "given", brought_by = "functions whose code is copied into a bucket",
    files = { ["index.js"] = "s3_object_copy.js", [CUSTOM_RESOURCE] = CUSTOM_RESOURCE },
  },
  ["aws-ses/drop-spam-handler"] = {
    kind = "given", brought_by = "ses.DropSpamReceiptRule, ses.ReceiptRuleSet { drop_spam = true }",
    files = { ["index.js"] = "drop_spam.js" },
  },
  ["aws-stepfunctions-tasks/cross-region-aws-sdk-handler"] = {
    kind = "given", brought_by = "stepfunctions_tasks.CallAwsServiceCrossRegion",
    files = { ["index.js"] = "cross_region_call.js" },
  },
  ["aws-stepfunctions-tasks/eval-nodejs-handler"] = {
    kind = "given", brought_by = "stepfunctions_tasks.EvaluateExpression",
    files = { ["index.js"] = "evaluate_expression.js" },
  },
  ["aws-stepfunctions-tasks/role-policy-handler"] = {
    kind = "given", brought_by = "stepfunctions_tasks.EmrContainersStartJobRun",
    files = { ["index.py"] = "role_trust_policy.py" },
  },
  ["aws-synthetics/auto-delete-underlying-resources-handler"] = {
    kind = "plain", brought_by = "synthetics.Canary { cleanup = synthetics.Cleanup.LAMBDA }",
    files = { ["index.js"] = "auto_delete_underlying_resources.js", [CUSTOM_RESOURCE] = CUSTOM_RESOURCE },
  },
  ["core/cfn-utils-provider"] = {
    kind = "wrapped", brought_by = "cdk.CfnJson, Stack:to_json_string of lists",
    files = { ["index.js"] = "cfn_utils.js" },
  },
  ["core/cross-region-ssm-reader-handler"] = {
    kind = "wrapped", brought_by = "references across regions",
    files = { ["index.js"] = "cross_region_export_reader.js" },
  },
  ["core/cross-region-ssm-writer-handler"] = {
    kind = "wrapped", brought_by = "references across regions",
    files = { ["index.js"] = "cross_region_export_writer.js" },
  },
  ["custom-resources/aws-custom-resource-handler"] = {
    kind = "given", brought_by = "custom_resources.AwsCustomResource",
    files = {
      ["index.js"] = "aws_custom_resource.js", [CUSTOM_RESOURCE] = CUSTOM_RESOURCE, ["api_call.js"] = "api_call.js",
      ["services.json"] = service_names, ["types.json"] = parameter_types,
    },
  },
  ["pipelines/approve-lambda"] = {
    kind = "given", brought_by = "pipelines.ConfirmPermissionsBroadening",
    files = { ["index.js"] = "approve_deployment.js" },
  },
  ["provider-framework/runtime"] = {
    kind = "given", brought_by = "custom_resources.Provider",
    files = { ["framework.js"] = "provider_framework.js", [CUSTOM_RESOURCE] = CUSTOM_RESOURCE },
  },
  ["triggers/lambda"] = {
    kind = "wrapped", brought_by = "triggers.Trigger, triggers.TriggerFunction",
    files = { ["index.js"] = "trigger.js" },
  },
}
