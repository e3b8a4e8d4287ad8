-- Projects and what belongs to them. The cases are twins of tools/golden/aws_codebuild.js.
local cdk = require "aws_cdk"
local codebuild = require "aws_cdk.aws_codebuild"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local logs = require "aws_cdk.aws_logs"
local s3 = require "aws_cdk.aws_s3"

local ENVIRONMENT = { account = "111122223333", region = "eu-west-1" }

local cases = {}

function cases.projects(app)
  local BuildSpec, Cache, LocalCacheMode = codebuild.BuildSpec, codebuild.Cache, codebuild.LocalCacheMode
  local stack = cdk.Stack(app, "S")
  local function out(id, value) return cdk.CfnOutput(stack, id, { value = value }) end
  local build_spec = BuildSpec.from_object { phases = { build = { commands = { "make" } } }, version = "0.2" }
  local bucket = s3.Bucket(stack, "Bucket")
  local key = kms.Key(stack, "Key")
  local plain = codebuild.Project(stack, "Plain", { build_spec = build_spec })
  local full = codebuild.Project(stack, "Full", {
    build_spec = build_spec, project_name = "full", description = "d", badge = false,
    cache = Cache.bucket(bucket, { prefix = "p", cache_namespace = "n" }), encryption_key = key,
    timeout = cdk.Duration.hours(2), queued_timeout = cdk.Duration.minutes(30), concurrent_build_limit = 3,
    auto_retry_limit = 2, visibility = codebuild.ProjectVisibility.PUBLIC_READ, grant_report_group_permissions = false,
    ssm_session_permissions = true,
    file_system_locations = {
      codebuild.FileSystemLocation.efs {
        identifier = "fs", location = "fs-1.efs.amazonaws.com:/", mount_point = "/media", mount_options = "opts",
      },
    },
    artifacts = codebuild.Artifacts.s3 { bucket = bucket, path = "out", name = "a.zip", identifier = "i" },
    logging = {
      cloud_watch = { log_group = logs.LogGroup(stack, "Group"), prefix = "build" },
      s3 = { bucket = bucket, prefix = "logs", encrypted = false },
    },
  })
  full:add_file_system_location(
    codebuild.FileSystemLocation.efs {
      identifier = "two", location = "fs-2.efs.amazonaws.com:/", mount_point = "/two",
    })
  full:add_secondary_artifact(
    codebuild.Artifacts.s3 {
      bucket = bucket, identifier = "second", encryption = false, include_build_id = false, package_zip = false,
    })
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "codebuild.amazonaws.com" })
  codebuild.Project(stack, "OfRole", {
    role = role,
    build_spec = BuildSpec.from_object_to_yaml {
      phases = { build = { commands = { "echo \"a: b\"", "echo " .. bucket.bucket_name } } }, version = "0.2",
    },
    cache = Cache.local_(LocalCacheMode.SOURCE, LocalCacheMode.DOCKER_LAYER, LocalCacheMode.CUSTOM),
    logging = { cloud_watch = { enabled = false }, s3 = { bucket = bucket, enabled = false, encrypted = true } },
  })
  codebuild.Project(stack, "References", {
    role = role,
    build_spec = BuildSpec.from_object {
      phases = { build = { commands = { "aws s3 ls " .. bucket.bucket_name, plain.project_arn } } },
    },
    cache = Cache.bucket(bucket), artifacts = codebuild.Artifacts.s3 { bucket = bucket },
  })
  codebuild.Project(stack, "Asset", { build_spec = BuildSpec.from_asset "spec/fixtures/appsync/schema.graphql" })
  full:enable_batch_builds()
  full:enable_batch_builds().role:add_to_policy(
    iam.PolicyStatement { actions = { "s3:ListBucket" }, resources = { "*" } })
  full:add_to_role_policy(iam.PolicyStatement { actions = { "s3:GetObject" }, resources = { "*" } })
  bucket:grant_read(plain)
  out("Arn", plain.project_arn)
  out("Name", plain.project_name)
  out("RefName", full.project_ref.project_name)
  out("RefArn", full.project_ref.project_arn)
end

function cases.pipeline_projects(app)
  local stack = cdk.Stack(app, "S")
  local project = codebuild.PipelineProject(stack, "Project")
  codebuild.PipelineProject(stack, "File", {
    build_spec = codebuild.BuildSpec.from_source_filename "ci/buildspec.yml", project_name = "file",
  })
  local key = kms.Key(stack, "Key")
  project:bind_to_code_pipeline(stack, { artifact_bucket = s3.Bucket(stack, "Bucket", { encryption_key = key }) })
  project:bind_to_code_pipeline(stack, {
    artifact_bucket = s3.Bucket(stack, "Ignored", { encryption_key = kms.Key(stack, "Other") }),
  })
  local other = cdk.Stack(app, "Other", { env = ENVIRONMENT })
  local elsewhere = codebuild.PipelineProject(other, "Elsewhere")
  elsewhere:bind_to_code_pipeline(other, {
    artifact_bucket = s3.Bucket.from_bucket_attributes(other, "Bucket", {
      bucket_name = "bucket", encryption_key = key,
    }),
  })
  local imported = kms.Key.from_key_arn(stack, "Imported", "arn:aws:kms:us-east-1:444455556666:key/k")
  elsewhere:bind_to_code_pipeline(other, {
    artifact_bucket = s3.Bucket.from_bucket_attributes(other, "ByAttributes", {
      bucket_name = "other", encryption_key = imported,
    }),
  })
end

describe("aws_codebuild", function()
  golden.check("aws_codebuild", cases)
end)
