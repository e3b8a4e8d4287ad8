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

--- Whether the hop limit is out of range.
function M.hop_limit_is_wrong(props)
  local limit = props.http_put_response_hop_limit
  return type(limit) == "number" and (limit < 1 or limit > 64)
end

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
