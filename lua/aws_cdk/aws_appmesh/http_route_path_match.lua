--- Matches of the paths of requests, and what gateways rewrite them to.
local engine = require "luacdk.engine"
local bound = require "aws_cdk.aws_appmesh.private.bound"

-- A text that begins with a value known only at deployment begins with no slash.
local function begins(text) return tostring(text):sub(1, 1) == "/" end
local function ends(text) return tostring(text):sub(-1) == "/" end

local function must_begin(text, what)
  if not begins(text) then engine.fail(nil, "%s must begin with '/', got %s", what, engine.display(text)) end
end

local HttpRoutePathMatch, make = bound "HttpRoutePathMatch"

--- Exactly this path.
function HttpRoutePathMatch.exactly(path)
  if path ~= "" then must_begin(path, "a path to match exactly") end
  return make { whole_path_match = { exact = path } }
end

--- Paths of this form.
function HttpRoutePathMatch.regex(regex) return make { whole_path_match = { regex = regex } } end

--- Paths that begin like this.
function HttpRoutePathMatch.starts_with(prefix)
  if prefix ~= "" then must_begin(prefix, "a prefix to match") end
  return make { prefix_path_match = prefix }
end

local HttpGatewayRoutePathMatch, gateway_match = bound "HttpGatewayRoutePathMatch"

--- Paths that begin like this. rewrite_to: what the beginning becomes (default "/"); "" leaves it as it is.
function HttpGatewayRoutePathMatch.starts_with(prefix, rewrite_to)
  must_begin(prefix, "a prefix to match")
  local rewrite
  if rewrite_to == "" then
    rewrite = { default_prefix = "DISABLED" }
  elseif rewrite_to ~= nil then
    if not ends(prefix) then
      engine.fail(nil, "a prefix to match that is rewritten must end with '/', got %s", engine.display(prefix))
    end
    if not (begins(rewrite_to) and ends(rewrite_to)) then
      engine.fail(nil, "what a prefix is rewritten to must begin and end with '/', got %s", engine.display(rewrite_to))
    end
    rewrite = { value = rewrite_to }
  end
  return gateway_match { prefix_path_match = prefix, prefix_path_rewrite = rewrite }
end

local function whole(match, rewrite_to)
  if match.exact ~= nil and match.exact ~= "" then must_begin(match.exact, "a path to match exactly") end
  if rewrite_to == "" then
    engine.fail(nil, "what a whole path is rewritten to must not be empty; -> leave it out, the path stays as it is")
  elseif rewrite_to ~= nil then
    must_begin(rewrite_to, "what a whole path is rewritten to")
  end
  return gateway_match {
    whole_path_match = match, whole_path_rewrite = rewrite_to ~= nil and { exact = rewrite_to } or nil,
  }
end

--- Exactly this path. rewrite_to: what it becomes.
function HttpGatewayRoutePathMatch.exactly(path, rewrite_to) return whole({ exact = path }, rewrite_to) end

--- Paths of this form. rewrite_to: what the whole path becomes.
function HttpGatewayRoutePathMatch.regex(regex, rewrite_to) return whole({ regex = regex }, rewrite_to) end

return { HttpRoutePathMatch = HttpRoutePathMatch, HttpGatewayRoutePathMatch = HttpGatewayRoutePathMatch }
