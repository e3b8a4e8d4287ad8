--- Code interpreters with settings of their own, in which agents run code.
local engine = require "luacdk.engine"
local bedrockagentcore = require "aws_cdk.aws_bedrockagentcore"
local cdk = require "aws_cdk"
local tools = require "aws_cdk.aws_bedrockagentcore.private.tools"

local CodeInterpreterCustomBase = engine.class("aws_cdk.aws_bedrockagentcore.CodeInterpreterCustomBase", cdk.Resource)

tools.base(CodeInterpreterCustomBase, "code_interpreter_arn", "CodeInterpreterSession", {
  grant_invoke = { "InvokeCodeInterpreter" },
  grant_read = {
    "GetCodeInterpreter", "GetCodeInterpreterSession",
    everywhere = { "ListCodeInterpreters", "ListCodeInterpreterSessions" },
  },
  grant_use = { "StartCodeInterpreterSession", "InvokeCodeInterpreter", "StopCodeInterpreterSession" },
}, {})

local CodeInterpreterCustom = engine.class("aws_cdk.aws_bedrockagentcore.CodeInterpreterCustom",
  CodeInterpreterCustomBase)

--- Arguments: scope, id, CodeInterpreterCustomProps. Fails on names and tags that the service does not take.
function CodeInterpreterCustom:init(scope, id, props)
  tools.begin(self, CodeInterpreterCustomBase, scope, id, props, "code_interpreter_custom_name",
    "code-interpreter-custom", bedrockagentcore.CodeInterpreterNetworkConfiguration)
  self._resource = bedrockagentcore.CfnCodeInterpreterCustom(self, "Resource", tools.properties(self, {
    name = self.code_interpreter_custom_name,
  }))
  self.code_interpreter_id = self._resource.attr_code_interpreter_id
  self.code_interpreter_arn = self._resource.attr_code_interpreter_arn
  tools.finish(self)
end

tools.imports(CodeInterpreterCustom, CodeInterpreterCustomBase, "code_interpreter_arn", "code_interpreter_id")

return { CodeInterpreterCustom = CodeInterpreterCustom, CodeInterpreterCustomBase = CodeInterpreterCustomBase }
