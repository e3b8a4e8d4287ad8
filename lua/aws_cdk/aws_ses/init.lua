-- Amazon SES: the module table; classes whose file has another name.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_ses", {
  AllowListReceiptFilter = "receipt_filter",
  EventDestination = "configuration_set_event_destination",
})
