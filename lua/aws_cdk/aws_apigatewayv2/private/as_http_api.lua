-- The API that a construct was given by reference, as an API with all that IHttpApi has.
local engine = require "luacdk.engine"

return function(self, api)
  if engine.has(api, "add_vpc_link") and engine.has(api, "arn_for_execute_api") and engine.has(api, "api_id") then
    return api
  end
  engine.fail(self, "http_api must be a HttpApi or one from HttpApi.from_http_api_attributes here, got %s",
    engine.display(api))
end
