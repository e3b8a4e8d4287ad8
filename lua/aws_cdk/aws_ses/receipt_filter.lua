--- Filters by the address of who sends the e-mail.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local constructs = require "constructs"
local ses = require "aws_cdk.aws_ses"

local EVERYBODY <const> = "0.0.0.0/0"

local ReceiptFilter = engine.class("aws_cdk.aws_ses.ReceiptFilter", cdk.Resource)

--- Arguments: scope, id, ReceiptFilterProps. Blocks everybody by default.
function ReceiptFilter:init(scope, id, props)
  props = props or {}
  cdk.Resource.init(self, scope, id, { physical_name = props.receipt_filter_name })
  local ip = props.ip
  ses.CfnReceiptFilter(self, "Resource", {
    filter = {
      ip_filter = { cidr = ip ~= "" and ip or EVERYBODY, policy = props.policy or ses.ReceiptFilterPolicy.BLOCK },
      name = self.physical_name,
    },
  })
end

local AllowListReceiptFilter = engine.class("aws_cdk.aws_ses.AllowListReceiptFilter", constructs.Construct)

--- Blocks everybody but the given addresses. Arguments: scope, id, { ips = list of addresses and ranges }.
function AllowListReceiptFilter:init(scope, id, props)
  constructs.Construct.init(self, scope, id)
  ReceiptFilter(self, "BlockAll")
  for _, ip in ipairs(props.ips) do
    ReceiptFilter(self, "Allow" .. tostring(ip):gsub("%D", ""), { ip = ip, policy = ses.ReceiptFilterPolicy.ALLOW })
  end
end

return { AllowListReceiptFilter = AllowListReceiptFilter, ReceiptFilter = ReceiptFilter }
