--- The methods that a request can have.
local engine = require "luacdk.engine"

local http_methods = {}

local ANY = "ANY"
local ALL = require("aws_cdk.aws_apigateway").Cors.ALL_METHODS
local KNOWN = { [ANY] = true }
for _, name in ipairs(ALL) do KNOWN[name] = true end

--- Stands for all of them.
http_methods.ANY = ANY

--- Fails for `scope` unless `method` is one of them, or ANY; the message begins with `where`.
function http_methods.check(scope, method, where)
  if KNOWN[method] then return end
  engine.fail(scope, "%s%s is not an HTTP method; -> it must be one of %s, %s",
    where or "", engine.display(method), ANY,
    table.concat(ALL, ", "))
end

return http_methods
