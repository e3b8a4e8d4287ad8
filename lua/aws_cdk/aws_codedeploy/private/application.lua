--- Applications, which differ only in what they are deployed to.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local codedeploy = require "aws_cdk.aws_codedeploy"
local l2 = require "aws_cdk.l2"
local names = require "aws_cdk.aws_codedeploy.private.names"

--- The file of the class of applications for a compute platform: <platform>Application.
return function(platform, compute_platform)
  local Application = l2.resource("aws_cdk.aws_codedeploy." .. platform .. "Application", cdk.Resource, {
    arn = names.arn_row("application_arn", "application", {
      made = function(self) return engine.stack_of(self):format_arn(names.arn("application", self._resource.ref)) end,
    }),
    name = { "application_name" },
  })

  --- Arguments: scope, id, props: application_name.
  function Application:init(scope, id, props)
    cdk.Resource.init(self, scope, id, { physical_name = props and props.application_name })
    self._resource = codedeploy.CfnApplication(self, "Resource", {
      application_name = self.physical_name, compute_platform = compute_platform,
    })
    names.check(self, "application", names.physical)
  end

  local Imported = l2.imported(Application, cdk.Resource)

  function Imported:init(scope, id, arn, name, options)
    cdk.Resource.init(self, scope, id, options)
    self.application_arn, self.application_name = arn, name
  end

  local import = "from_" .. platform:lower() .. "_application_"

  --- An application by its name, in the stack's environment.
  Application[import .. "name"] = function(scope, id, name)
    return Imported(scope, id, engine.stack_of(scope):format_arn(names.arn("application", name)), name)
  end

  --- An application by its ARN, in the ARN's environment.
  Application[import .. "arn"] = function(scope, id, arn)
    local name = cdk.Arn.split(arn, cdk.ArnFormat.COLON_RESOURCE_NAME).resource_name
    return Imported(scope, id, arn, name or "<invalid arn>", { environment_from_arn = arn })
  end

  return { [platform .. "Application"] = Application }
end
