--- A permissions boundary for the roles of projects that run code of others.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"

local UntrustedCodeBoundaryPolicy =
  engine.class("aws_cdk.aws_codebuild.UntrustedCodeBoundaryPolicy", iam.ManagedPolicy)

-- What CodeBuild itself does with the role of a project.
local ACTIONS = {
  "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "codebuild:CreateReportGroup",
  "codebuild:CreateReport", "codebuild:UpdateReport", "codebuild:BatchPutTestCases", "codebuild:BatchPutCodeCoverages",
  "codebuild:StartBuild", "codebuild:StopBuild", "codebuild:RetryBuild", "ecr:GetDownloadUrlForLayer",
  "ecr:BatchGetImage", "ecr:BatchCheckLayerAvailability", "ec2:CreateNetworkInterfacePermission",
  "ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface", "ec2:DescribeSubnets",
  "ec2:DescribeSecurityGroups", "ec2:DescribeDhcpOptions", "ec2:DescribeVpcs",
}

--- Arguments: scope, id, UntrustedCodeBoundaryPolicyProps: additional_statements, managed_policy_name.
function UntrustedCodeBoundaryPolicy:init(scope, id, props)
  props = props or {}
  local statements = { iam.PolicyStatement { actions = ACTIONS, resources = { "*" } } }
  for _, statement in ipairs(props.additional_statements or {}) do statements[#statements + 1] = statement end
  iam.ManagedPolicy.init(self, scope, id, {
    managed_policy_name = props.managed_policy_name,
    description = "Permissions Boundary Policy for CodeBuild Projects running untrusted code",
    statements = statements,
  })
end

return { UntrustedCodeBoundaryPolicy = UntrustedCodeBoundaryPolicy }
