local cdk = require "aws_cdk"

--- Priority of the library's own mutating aspects: nil (the default) unless the feature flag makes them go first.
return function(scope)
  if cdk.FeatureFlags._is_enabled(scope, "@aws-cdk/core:aspectPrioritiesMutating") then
    return cdk.AspectPriority.MUTATING
  end
  return nil
end
