--- What the role of a merged API may do with a source API.
local iam = require "aws_cdk.aws_iam"

--- Arguments: the L1 association of the two, the role, MergeType.
return function(association, role, merge_type)
  local arn = association.attr_source_api_arn
  role:add_to_principal_policy(iam.PolicyStatement {
    actions = { "appsync:SourceGraphQL" }, resources = { arn, arn .. "/*" },
  })
  if merge_type == "AUTO_MERGE" then
    role:add_to_principal_policy(iam.PolicyStatement {
      actions = { "appsync:StartSchemaMerge" }, resources = { association.attr_association_arn },
    })
  end
end
