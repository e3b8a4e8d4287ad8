--- Keys that encrypt what Step Functions keeps of state machines and activities.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local EncryptionConfiguration = engine.class "aws_cdk.aws_stepfunctions.EncryptionConfiguration"

function EncryptionConfiguration:init(type_) self.type = type_ end

local AwsOwned = engine.class("aws_cdk.aws_stepfunctions.AwsOwnedEncryptionConfiguration", EncryptionConfiguration)

--- A key of Step Functions' own.
function AwsOwned:init() EncryptionConfiguration.init(self, "AWS_OWNED_KEY") end

local CustomerManaged = engine.class("aws_cdk.aws_stepfunctions.CustomerManagedEncryptionConfiguration",
  EncryptionConfiguration)

-- How long a data key serves, in seconds.
local DEFAULT_REUSE = 300

--- A customer-managed key. Arguments: kms_key, how long a data key is reused (5 minutes).
function CustomerManaged:init(kms_key, reuse)
  EncryptionConfiguration.init(self, "CUSTOMER_MANAGED_KMS_KEY")
  l2.within(nil, "aws_stepfunctions.CfnStateMachine.EncryptionConfigurationProperty.kms_data_key_reuse_period_seconds",
    reuse, nil, "seconds")
  self.kms_key = kms_key
  self.kms_data_key_reuse_period_seconds = reuse
end

-- The L1 property.
function EncryptionConfiguration:_render() return nil end

-- The key, if it is customer-managed.
function EncryptionConfiguration:_own_key() return nil end

function AwsOwned:_render() return { type = self.type } end

function CustomerManaged:_own_key() return self.kms_key end

function CustomerManaged:_render()
  local reuse = self.kms_data_key_reuse_period_seconds
  return {
    kms_key_id = self.kms_key.key_arn, type = self.type,
    kms_data_key_reuse_period_seconds = reuse and reuse:to_seconds() or DEFAULT_REUSE,
  }
end

return {
  EncryptionConfiguration = EncryptionConfiguration, AwsOwnedEncryptionConfiguration = AwsOwned,
  CustomerManagedEncryptionConfiguration = CustomerManaged,
}
