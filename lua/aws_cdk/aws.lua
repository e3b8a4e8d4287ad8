local engine = require "luacdk.engine"

--- Pseudo parameters of whatever stack uses them.
local Aws = engine.class("aws_cdk.Aws")

Aws.ACCOUNT_ID = engine.intrinsic { Ref = "AWS::AccountId" }
Aws.REGION = engine.intrinsic { Ref = "AWS::Region" }
Aws.PARTITION = engine.intrinsic { Ref = "AWS::Partition" }
Aws.URL_SUFFIX = engine.intrinsic { Ref = "AWS::URLSuffix" }
Aws.STACK_NAME = engine.intrinsic { Ref = "AWS::StackName" }
Aws.STACK_ID = engine.intrinsic { Ref = "AWS::StackId" }
Aws.NOTIFICATION_ARNS = engine.intrinsic({ Ref = "AWS::NotificationARNs" }, "list")
Aws.NO_VALUE = engine.intrinsic { Ref = "AWS::NoValue" }

--- Pseudo parameters bound to one stack: used in another, they become cross-stack references.
local ScopedAws = engine.class("aws_cdk.ScopedAws")

function ScopedAws:init(scope)
  self._scope = scope
end

for field, name in pairs {
  account_id = "AWS::AccountId",
  region = "AWS::Region",
  partition = "AWS::Partition",
  url_suffix = "AWS::URLSuffix",
  stack_name = "AWS::StackName",
  stack_id = "AWS::StackId",
  notification_arns = "AWS::NotificationARNs",
} do
  ScopedAws.get[field] = function(self) return engine.pseudo_ref(self._scope, name) end
end

return { Aws = Aws, ScopedAws = ScopedAws }
