--- How resolvers and functions come to their results: code, or mapping templates.
local engine = require "luacdk.engine"

--- The L1 properties of it, whose combination is checked first. Code belongs to `self`.
return function(self, scope, props)
  local request, response = props.request_mapping_template, props.response_mapping_template
  if props.runtime and not props.code then engine.fail(scope, "a runtime needs code") end
  if props.code and (request or response) then
    engine.fail(scope, "code and mapping templates are mutually exclusive")
  end
  return function()
    local code = props.code and props.code:bind(self) or {}
    return {
      runtime = props.runtime and props.runtime:to_properties(),
      code_s3_location = code.s3_location,
      code = code.inline_code,
      request_mapping_template = request and request:render_template(),
      response_mapping_template = response and response:render_template(),
    }
  end
end
