--- Groups of reports of tests or code coverage.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local codebuild = require "aws_cdk.aws_codebuild"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local report_group_arn = require "aws_cdk.aws_codebuild.private.report_group_arn"

local COVERAGE = "CODE_COVERAGE"

local ReportGroupBase = engine.class("aws_cdk.aws_codebuild.ReportGroupBase", cdk.Resource)

--- Lets the identity put reports into the group.
function ReportGroupBase:grant_write(identity)
  local grant = iam.Grant.add_to_principal {
    grantee = identity,
    actions = {
      "codebuild:CreateReport", "codebuild:UpdateReport",
      self._type == COVERAGE and "codebuild:BatchPutCodeCoverages" or "codebuild:BatchPutTestCases",
    },
    resource_arns = { self.report_group_arn },
  }
  if self._export_bucket then self._export_bucket:grant_write(identity) end
  return grant
end

local ReportGroup = l2.resource("aws_cdk.aws_codebuild.ReportGroup", ReportGroupBase, {
  arn = { "report_group_arn", "attr_arn", service = "codebuild", resource = "report-group" },
})

-- CloudFormation's reference is the ARN.
l2.kept(ReportGroup, "report_group_name", function(self)
  return self:get_resource_name_attribute(cdk.Fn.select(1, cdk.Fn.split("/", self._resource.ref)))
end)

local function export_config(bucket, zip)
  if not bucket then return { export_config_type = "NO_EXPORT" } end
  local key = bucket.encryption_key
  return {
    export_config_type = "S3",
    s3_destination = {
      bucket = bucket.bucket_name,
      encryption_disabled = key and false,
      encryption_key = key and key.key_arn,
      packaging = zip and "ZIP" or nil,
    },
  }
end

--- Arguments: scope, id, ReportGroupProps: delete_reports, export_bucket, removal_policy, report_group_name, type,
--  zip_export.
function ReportGroup:init(scope, id, props)
  props = props or {}
  ReportGroupBase.init(self, scope, id, { physical_name = props.report_group_name })
  self._type = props.type or "TEST"
  self._export_bucket = props.export_bucket
  self._resource = codebuild.CfnReportGroup(self, "Resource", {
    type = self._type,
    export_config = export_config(props.export_bucket, props.zip_export),
    name = props.report_group_name,
    delete_reports = props.delete_reports,
  })
  self._resource:apply_removal_policy(props.removal_policy, { default = cdk.RemovalPolicy.RETAIN })
  if props.delete_reports and props.removal_policy ~= cdk.RemovalPolicy.DESTROY then
    engine.fail(self, "delete_reports needs removal_policy DESTROY: a report group that is kept keeps its reports")
  end
end

local Imported = l2.imported(ReportGroup, ReportGroupBase)

function Imported:init(scope, id, report_group_name)
  ReportGroupBase.init(self, scope, id)
  self.report_group_name = report_group_name
  self.report_group_arn = report_group_arn(scope, report_group_name)
end

--- A report group of the scope's environment, by its name.
function ReportGroup.from_report_group_name(scope, id, report_group_name)
  return Imported(scope, id, report_group_name)
end

return { ReportGroup = ReportGroup }
