--- Finds out whether a deployment would give more permissions: a project compares, and a function approves if it would
--- not.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local codebuild = require "aws_cdk.aws_codebuild"
local iam = require "aws_cdk.aws_iam"
local lambda = require "aws_cdk.aws_lambda"
local handler_marks = require "aws_cdk.private.handler_marks"
local BundledCode = require "aws_cdk.custom_resources.bundled_lambda_code"
local bundled_runtime = require "aws_cdk.custom_resources.bundled_runtime"

local PROGRAM = "pipelines/approve-lambda"
local TAG, MAY_APPROVE = "SECURITY_CHECK", "ALLOW_APPROVE"

local SecurityCheck = engine.class("aws_cdk.pipelines.ApplicationSecurityCheck", engine.Construct)

-- The part of a URL or ARN between separators, as a shell command.
local function part_of(variable, ...)
  local text = ("node -pe '`${process.env.%s}`"):format(variable)
  local parts = { ... }
  for i = 1, #parts, 2 do text = text .. ('.split("%s")[%d]'):format(parts[i], parts[i + 1]) end
  return '"$(' .. text .. "')\""
end

local CONSOLE = "https://$REGION.console.aws.amazon.com/codesuite/"

local NOTIFICATION = table.concat({
  "An upcoming change would broaden security changes in $PIPELINE_NAME.",
  "Review and approve the changes in CodePipeline to proceed with the deployment.",
  "",
  "Review the changes in CodeBuild:",
  "",
  "$LINK",
  "",
  "Approve the changes in CodePipeline (stage $STAGE_NAME, action $ACTION_NAME):",
  "",
  "$PIPELINE_LINK",
}, "\n")

local PUBLISH = 'aws sns publish --topic-arn $NOTIFICATION_ARN --subject "$NOTIFICATION_SUBJECT" --message "'
  .. NOTIFICATION .. '"'

local function commands(function_name)
  return {
    "npm install -g aws-cdk",
    "export PIPELINE_NAME=" .. part_of("CODEBUILD_INITIATOR", "/", 1),
    "payload=\"$(node -pe 'JSON.stringify({ \"PipelineName\": process.env.PIPELINE_NAME, "
      .. "\"StageName\": process.env.STAGE_NAME, \"ActionName\": process.env.ACTION_NAME })' )\"",
    "ARN=$CODEBUILD_BUILD_ARN",
    "REGION=" .. part_of("ARN", ":", 3),
    "ACCOUNT_ID=" .. part_of("ARN", ":", 4),
    "PROJECT_NAME=" .. part_of("ARN", ":", 5, "/", 1),
    "PROJECT_ID=" .. part_of("ARN", ":", 6),
    'export LINK="' .. CONSOLE
      .. 'codebuild/$ACCOUNT_ID/projects/$PROJECT_NAME/build/$PROJECT_NAME:$PROJECT_ID/?region=$REGION"',
    'export PIPELINE_LINK="' .. CONSOLE .. 'codepipeline/pipelines/$PIPELINE_NAME/view?region=$REGION"',
    "if cdk diff -a . --security-only --fail $STAGE_PATH/\\*; then aws lambda invoke --function-name " .. function_name
      .. " --invocation-type Event --cli-binary-format raw-in-base64-out --payload \"$payload\" lambda.out;"
      .. " export MESSAGE=\"No security-impacting changes detected.\";"
      .. " else [ -z \"${NOTIFICATION_ARN}\" ] || " .. PUBLISH .. ";"
      .. " export MESSAGE=\"Deployment would make security-impacting changes. Click the link below to inspect them, "
      .. "then click Approve if all changes are expected.\"; fi",
  }
end

local function make_function(self)
  local approves = lambda.Function(self, "CDKPipelinesAutoApprove", {
    timeout = cdk.Duration.minutes(5), code = BundledCode(PROGRAM), handler = "index.handler",
    runtime = bundled_runtime(self),
  })
  approves.node:add_metadata(handler_marks.RUNTIME_FAMILY, approves.runtime.family)
  return approves
end

--- Arguments: scope, id, the inner pipeline.
function SecurityCheck:init(scope, id, pipeline)
  engine.Construct.init(self, scope, id)
  cdk.Tags.of(pipeline):add(TAG, MAY_APPROVE, { include_resource_types = { "AWS::CodePipeline::Pipeline" } })
  local approves = make_function(self)
  approves:add_to_role_policy(iam.PolicyStatement {
    actions = { "codepipeline:GetPipelineState", "codepipeline:PutApprovalResult" }, resources = { "*" },
    conditions = { StringEquals = { ["aws:ResourceTag/" .. TAG] = MAY_APPROVE } },
  })
  self.project = codebuild.Project(self, "CDKSecurityCheck", {
    environment = { build_image = codebuild.LinuxBuildImage.STANDARD_7_0 },
    build_spec = codebuild.BuildSpec.from_object(engine.ordered(
      "version", 0.2,
      "phases", { build = { commands = commands(approves.function_name) } },
      "env", { ["exported-variables"] = { "LINK", "MESSAGE" } })),
  })
  self.project:add_to_role_policy(iam.PolicyStatement {
    actions = { "sts:AssumeRole" }, resources = { "*" },
    conditions = { ["ForAnyValue:StringEquals"] = { ["iam:ResourceTag/aws-cdk:bootstrap-role"] = { "deploy" } } },
  })
  approves:grant_invoke(self.project)
end

return SecurityCheck
