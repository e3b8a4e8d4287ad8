--- The security groups of a database that was looked up.
local ec2 = require "aws_cdk.aws_ec2"

--- The groups with these ids, which may be nil.
return function(scope, group_ids)
  local groups = {}
  for i, group_id in ipairs(group_ids or {}) do
    groups[i] = ec2.SecurityGroup.from_security_group_id(scope, "LSG-" .. group_id, group_id)
  end
  return groups
end
