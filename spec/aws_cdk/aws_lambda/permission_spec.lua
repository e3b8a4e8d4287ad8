-- Permissions and grants, against the reference (tools/golden/aws_lambda_permissions.js).
local cdk = require "aws_cdk"
local functions = require "spec.support.functions"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local lambda = require "aws_cdk.aws_lambda"

local one = functions.one

local function ec2_role(scope)
  return iam.Role(scope, "R", { assumed_by = iam.ServicePrincipal "ec2.amazonaws.com" })
end

local cases = {}

cases.permissions = one(function(stack, fn)
  local function permit(id, principal, more)
    more = more or {}
    more.principal = principal
    fn:add_permission(id, more)
  end
  permit("Service", iam.ServicePrincipal "apigateway.amazonaws.com", { source_arn = "arn:x" })
  permit("Account", iam.AccountPrincipal "111122223333", { action = "lambda:*" })
  permit("Arn", iam.ArnPrincipal "arn:aws:iam::111122223333:role/r", { event_source_token = "t" })
  permit("Organization", iam.OrganizationPrincipal "o-1234567890")
  permit("OrganizationId", iam.AnyPrincipal(), { organization_id = "o-1234567890" })
  permit("Conditions", iam.PrincipalWithConditions(iam.ServicePrincipal "s3.amazonaws.com", {
    ArnLike = { ["aws:SourceArn"] = "arn:aws:s3:::b" },
    StringEquals = { ["aws:SourceAccount"] = stack.account },
  }))
  permit("Role", iam.Role(stack, "R", { assumed_by = iam.AnyPrincipal() }))
  permit("Tags", iam.ArnPrincipal("arn:aws:iam::1:user/u"):with_session_tags())
end)

cases.grant_invoke = one(function(stack, fn)
  local role = ec2_role(stack)
  fn:grant_invoke(role)
  fn:grant_invoke(role)
  fn:grant_invoke(iam.User(stack, "U"))
  fn:grant_invoke(iam.ServicePrincipal "apigateway.amazonaws.com")
  fn:grant_invoke(iam.ServicePrincipal "apigateway.amazonaws.com")
  fn:grant_invoke(iam.AccountPrincipal "111122223333")
  fn:grant_invoke(iam.OrganizationPrincipal "o-1234567890")
  fn:grant_invoke(iam.ArnPrincipal "arn:aws:iam::111122223333:role/r")
  fn:grant_invoke(iam.AccountRootPrincipal())
end)

cases.grant_invoke_of_versions = one(function(stack, fn)
  local role, user = ec2_role(stack), iam.User(stack, "U")
  local function version(id, number)
    return lambda.Version.from_version_attributes(stack, id, { lambda = fn, version = number })
  end
  fn:grant_invoke_latest_version(role)
  fn:grant_invoke_version(user, version("V", "3"))
  fn:grant_invoke_version(iam.ServicePrincipal "s3.amazonaws.com", version("W", "4"))
end)

cases.grant_invoke_to_composite = one(function(_, fn)
  fn:grant_invoke_composite_principal(iam.CompositePrincipal(
    iam.OrganizationPrincipal "o-zzzzzzzzzz", iam.ServicePrincipal "apigateway.amazonaws.com"))
end)

cases.grant_url = one(function(stack, fn)
  fn:grant_invoke_url(ec2_role(stack))
  fn:grant_invoke_url(iam.ServicePrincipal "apigateway.amazonaws.com")
end)

cases.other_scope = one(function(stack, fn)
  local other = cdk.Stack(stack.node.root, "T")
  fn:add_permission("P", { principal = iam.ServicePrincipal "sns.amazonaws.com", scope = other })
  fn:grant_invoke(ec2_role(other))
end)

cases.list_token_resources = one(function(_, fn)
  local function allow(action, resources)
    fn:add_to_role_policy(iam.PolicyStatement { actions = { action }, resources = resources })
  end
  allow("s3:GetObject", { "arn:aws:s3:::b" })
  allow("s3:PutObject", cdk.Fn.split(",", cdk.Fn.import_value "arns"))
  allow("s3:ListBucket", { "*" })
end)

describe("permissions of lambda.Function", function()
  golden.check("aws_lambda_permissions", cases)
end)
