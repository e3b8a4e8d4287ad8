--- Deployment configurations that AWS provides.
local engine = require "luacdk.engine"
local names = require "aws_cdk.aws_codedeploy.private.names"

-- "CANARY_10_PERCENT_5_MINUTES" → "Canary10Percent5Minutes"
local function capitalized(constant)
  return (constant:lower():gsub("_?(%w+)", function(word) return word:sub(1, 1):upper() .. word:sub(2) end))
end

--- Gives a class of configurations its constants. `prefix`: what AWS's names have before the constant's.
return function(class, prefix, constants)
  local Predefined = engine.class("aws_cdk.aws_codedeploy.Predefined" .. class.__name:match "%w+$", nil,
    (class.__name:gsub("(%w+)$", "I%1")))

  function Predefined:init(name, group)
    self.deployment_config_name = name
    self.deployment_config_arn = names.config_arn(name, group)
  end

  Predefined.get.deployment_config_ref = function(self)
    return { deployment_config_name = self.deployment_config_name }
  end

  Predefined.get.node = function(self)
    return engine.fail(nil, "%s belongs to AWS and is not a construct of this app; it cannot be used here",
      self.deployment_config_name)
  end
  Predefined.get.env = Predefined.get.node

  -- The same configuration in the environment of a deployment group.
  function Predefined:bind_environment(group) return Predefined(self.deployment_config_name, group) end

  for _, constant in ipairs(constants) do
    class[constant] = Predefined("CodeDeployDefault." .. prefix .. capitalized(constant))
  end
end
