-- What receipt rules of Amazon SES do: the module table.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_ses_actions", {
  AddHeader = "actions",
  Bounce = "actions",
  Sns = "actions",
  Stop = "actions",
  WorkMail = "actions",
})
