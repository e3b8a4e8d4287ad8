--- The role of all projects that publish assets of one type. Each of them would give it the same permissions, so it has
--- them from the start and takes no more of those.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"

local MOST_ROLES = 10 -- in one statement

local LOGS = { "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents" }
local REPORTS = {
  "codebuild:CreateReportGroup", "codebuild:CreateReport", "codebuild:UpdateReport", "codebuild:BatchPutTestCases",
  "codebuild:BatchPutCodeCoverages",
}
local BUILDS = { "codebuild:BatchGetBuilds", "codebuild:StartBuild", "codebuild:StopBuild" }
local KEYS = { "kms:Decrypt", "kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*" }

local AssetSingletonRole = engine.class("aws_cdk.pipelines.AssetSingletonRole", iam.Role)

local function text(actions) return table.concat(actions, " ") end

local HAD, NEVER = { [text(LOGS)] = true, [text(REPORTS)] = true, [text(BUILDS)] = true }, text(KEYS)

--- Arguments: scope, id, RoleProps.
function AssetSingletonRole:init(scope, id, props)
  iam.Role.init(self, scope, id, props)
  local stack = engine.stack_of(self)
  local function allow(actions, resource)
    self:add_to_principal_policy(iam.PolicyStatement { actions = actions, resources = { resource } })
  end
  allow(LOGS, stack:format_arn {
    service = "logs", resource = "log-group", arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
    resource_name = "/aws/codebuild/*",
  })
  allow(REPORTS, stack:format_arn { service = "codebuild", resource = "report-group", resource_name = "*" })
  allow(BUILDS, "*")
  self._is_complete = true
end

function AssetSingletonRole:add_to_principal_policy(statement)
  local actions = text(statement.actions)
  if self._is_complete and HAD[actions] or actions == NEVER then
    return { statement_added = true, policy_dependable = self }
  end
  return iam.Role.add_to_principal_policy(self, statement)
end

--- Lets the role assume another one.
function AssetSingletonRole:add_assume_role(role_arn)
  local statement = self._assume_statement
  if not statement then
    statement = iam.PolicyStatement { actions = { "sts:AssumeRole" } }
    self._assume_statement = statement
    self:add_to_principal_policy(statement)
  end
  statement:add_resources(role_arn)
  if #statement.resources >= MOST_ROLES then self._assume_statement = nil end
end

return AssetSingletonRole
