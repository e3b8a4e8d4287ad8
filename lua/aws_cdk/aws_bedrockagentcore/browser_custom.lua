--- Browsers with settings of their own, which agents use.
local engine = require "luacdk.engine"
local bedrockagentcore = require "aws_cdk.aws_bedrockagentcore"
local cdk = require "aws_cdk"
local checks = require "aws_cdk.aws_bedrockagentcore.private.checks"
local iam = require "aws_cdk.aws_iam"
local s3 = require "aws_cdk.aws_s3"
local tools = require "aws_cdk.aws_bedrockagentcore.private.tools"

local is_unresolved = engine.is_unresolved

local RECORDING_ACTIONS = { "s3:PutObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload" }

local BrowserCustomBase = engine.class("aws_cdk.aws_bedrockagentcore.BrowserCustomBase", cdk.Resource)

tools.base(BrowserCustomBase, "browser_arn", "BrowserSession", {
  grant_read = {
    "GetBrowser", "GetBrowserSession", everywhere = { "ListBrowsers", "ListBrowserSessions" },
  },
  grant_use = {
    "StartBrowserSession", "UpdateBrowserStream", "ConnectBrowserAutomationStream", "StopBrowserSession",
  },
}, {
  metric_take_over_count = { "TakeOverCount", "Sum" },
  metric_take_over_duration = { "TakeOverDuration", "Average" },
  metric_take_over_release_count = { "TakeOverReleaseCount", "Sum" },
})

local BrowserCustom = engine.class("aws_cdk.aws_bedrockagentcore.BrowserCustom", BrowserCustomBase)

local function check_recording(self, location)
  if not location then return end
  for _, field in ipairs { "bucket_name", "object_key" } do
    if location[field] == "" then engine.fail(self, "%s of the recording's s3_location must not be empty", field) end
  end
  checks.pattern(self, "bucket_name of the recording's s3_location", location.bucket_name,
    "^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", "be the name of a bucket")
end

-- Lets the browser record, which it does below the key.
local function permit_recording(self, location)
  local bucket = s3.Bucket.from_bucket_name(self, self.browser_custom_name .. "RecordingBucket", location.bucket_name)
  local key = location.object_key
  if not is_unresolved(key) and key:sub(-1) ~= "/" then key = key .. "/" end
  iam.Grant.add_to_principal {
    grantee = self.execution_role, actions = RECORDING_ACTIONS, resource_arns = { bucket:arn_for_objects(key .. "*") },
  }:apply_before(self._resource)
end

--- Arguments: scope, id, BrowserCustomProps. Fails on names, tags and recordings that the service does not take.
function BrowserCustom:init(scope, id, props)
  tools.begin(self, BrowserCustomBase, scope, id, props, "browser_custom_name", "browser-custom",
    bedrockagentcore.BrowserNetworkConfiguration)
  local Signing = bedrockagentcore.BrowserSigning
  self.recording_config = props.recording_config or { enabled = false }
  self.browser_signing = props.browser_signing or Signing.DISABLED
  local location = self.recording_config.s3_location
  check_recording(self, location)
  self._resource = bedrockagentcore.CfnBrowserCustom(self, "Resource", tools.properties(self, {
    name = self.browser_custom_name,
    recording_config = {
      enabled = self.recording_config.enabled,
      s3_location = location and { bucket = location.bucket_name, prefix = location.object_key },
    },
    browser_signing = { enabled = self.browser_signing == Signing.ENABLED },
  }))
  self.browser_id, self.browser_arn = self._resource.attr_browser_id, self._resource.attr_browser_arn
  tools.finish(self)
  if location then permit_recording(self, location) end
end

tools.imports(BrowserCustom, BrowserCustomBase, "browser_arn", "browser_id")

return { BrowserCustom = BrowserCustom, BrowserCustomBase = BrowserCustomBase }
