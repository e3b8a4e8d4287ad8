-- Where functions that change secrets are in a VPC.
local network = {}

--- The field of all elements (or the elements themselves) as one string, separated by commas.
function network.comma_separated(list, field)
  local text
  for _, value in ipairs(list) do
    if field then value = value[field] end
    text = text and text .. "," .. value or value
  end
  return text
end

--- The ids of the selected subnets, as one string.
function network.subnet_ids(vpc, selection)
  return network.comma_separated(vpc:select_subnets(selection).subnet_ids)
end

--- A separate security group for the functions.
function network.security_group(scope, vpc)
  return require("aws_cdk.aws_ec2").SecurityGroup(scope, "SecurityGroup", { vpc = vpc })
end

return network
