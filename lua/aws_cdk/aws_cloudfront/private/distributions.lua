--- What the two kinds of distributions have in common.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"

local distributions = {}

local LONGEST_COMMENT, ELLIPSIS = 128, "..."
local WITH_BODY = { ["origin-request"] = true, ["viewer-request"] = true }

--- The ARN of a distribution.
function distributions.arn(self)
  return engine.stack_of(self):format_arn {
    service = "cloudfront", region = "", resource = "distribution", resource_name = self.distribution_id,
  }
end

--- A comment, shortened to what CloudFront takes.
function distributions.comment(comment)
  if comment == nil or engine.is_unresolved(comment) or l2.length(comment) <= LONGEST_COMMENT then return comment end
  return l2.start_of(comment, LONGEST_COMMENT - #ELLIPSIS) .. ELLIPSIS
end

--- Countries as the L1 distribution has them.
function distributions.restrictions(restriction)
  return restriction and {
    geo_restriction = { restriction_type = restriction.restriction_type, locations = restriction.locations },
  } or nil
end

--- Functions of CloudFront as an L1 behaviour has them.
function distributions.functions(associations)
  if not associations then return nil end
  local list = {}
  for i, one in ipairs(associations) do
    list[i] = { function_arn = one["function"].function_ref.function_arn, event_type = one.event_type }
  end
  return list
end

--- Lets Lambda@Edge run functions with this role.
function distributions.trust_edge(role)
  if not iam.Role.is_role(role) or not role.assume_role_policy then return end
  role.assume_role_policy:add_statements(iam.PolicyStatement {
    actions = { "sts:AssumeRole" }, principals = { iam.ServicePrincipal "edgelambda.amazonaws.com" },
  })
end

--- Fails if a function is to get the body of something that is not a request.
function distributions.check_edge_lambdas(self, associations)
  for _, one in ipairs(associations or {}) do
    if one.include_body and not WITH_BODY[one.event_type] then
      engine.fail(self, "include_body belongs to the events ORIGIN_REQUEST and VIEWER_REQUEST, got %s",
        engine.display(one.event_type))
    end
  end
end

--- Functions of Lambda@Edge as an L1 behaviour has them; `field` is the name of the version.
function distributions.edge_lambdas(associations, field)
  if not associations then return nil end
  local list = {}
  for i, one in ipairs(associations) do
    list[i] = {
      event_type = one.event_type, lambda_function_arn = one[field].edge_arn, include_body = one.include_body,
    }
  end
  return list
end

--- Gives `class` its ARN and from_distribution_attributes, and both kinds of objects `grant(self, grantee, …)`.
--- `on_use(member)`, if given, is told about the use of what is deprecated.
function distributions.complete(class, grant, on_use)
  local Imported = engine.class(class.__name:gsub("%w+$", "Imported%0"), cdk.Resource,
    "aws_cdk.aws_cloudfront.IDistribution")

  function Imported:init(scope, id, attrs)
    cdk.Resource.init(self, scope, id)
    self.distribution_id, self.distribution_domain_name = attrs.distribution_id, attrs.domain_name
    self.domain_name = attrs.domain_name
  end

  function Imported:grant_create_invalidation(identity)
    local Grants = require("aws_cdk.aws_cloudfront").DistributionGrants
    return Grants.from_distribution(self):create_invalidation(identity)
  end

  Imported.get.distribution_arn, Imported.grant = distributions.arn, grant

  class.get.distribution_arn = function(self)
    if on_use then on_use "distribution_arn" end
    return distributions.arn(self)
  end

  --- Lets the grantee perform the actions on the distribution.
  function class:grant(identity, ...)
    if on_use then on_use "grant" end
    return grant(self, identity, ...)
  end

  --- A distribution made elsewhere.
  function class.from_distribution_attributes(scope, id, attrs)
    if on_use then on_use "from_distribution_attributes" end
    return Imported(scope, id, attrs)
  end
end

return distributions
