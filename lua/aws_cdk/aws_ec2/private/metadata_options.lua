--- The options of the instance metadata service.
local M = {}

local function switch(value)
  if value == nil then return nil end
  return value and "enabled" or "disabled"
end

--- Whether any option is given.
function M.given(props)
  return props.http_endpoint ~= nil or props.http_protocol_ipv6 ~= nil or props.http_put_response_hop_limit ~= nil
    or props.http_tokens ~= nil or props.instance_metadata_tags ~= nil
end

--- The property with the bounds of the hop limit.
M.HOP_LIMIT = "aws_ec2.CfnInstance.MetadataOptionsProperty.http_put_response_hop_limit"

--- The options as CloudFormation takes them.
function M.rendered(props)
  return {
    http_endpoint = switch(props.http_endpoint), http_protocol_ipv6 = switch(props.http_protocol_ipv6),
    http_put_response_hop_limit = props.http_put_response_hop_limit, http_tokens = props.http_tokens,
    instance_metadata_tags = switch(props.instance_metadata_tags),
  }
end

M.switch = switch

return M
