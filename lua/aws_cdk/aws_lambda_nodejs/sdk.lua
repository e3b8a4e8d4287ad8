--- Which AWS SDK a runtime brings, and so what need not be bundled.
local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"

local sdk = {}

local FIRST_WITH_MODULES, FIRST_WITH_VERSION_3 = 14, 18

-- Whether a runtime is of an earlier version of Node.js: "nodejs" is the first, "nodejs4.3" has a minor version.
local function is_before(version, runtime)
  local number = runtime.name:match "^nodejs(%d*)"
  return number ~= nil and (tonumber(number) or 0) < version
end

--- Whether a runtime has version 2 of the SDK and not version 3.
function sdk.is_version_2(runtime) return is_before(FIRST_WITH_VERSION_3, runtime) end

--- Whether a runtime loads ECMAScript modules.
function sdk.has_modules(runtime) return not is_before(FIRST_WITH_MODULES, runtime) end

local function has(list, matches)
  for _, name in ipairs(list) do
    if matches(name) then return true end
  end
  return false
end

local function warn(scope, id, message) cdk.Annotations.of(scope):add_warning_v2(id, message) end

local function warn_of(scope, externals, runtime)
  local is_v2 = sdk.is_version_2(runtime)
  if #externals > 0 and is_v2 then
    warn(scope, "aws-cdk-lib/aws-lambda-nodejs:runtimeUpdateSdkV2Breakage", ("%s includes version 2 of the AWS SDK "
      .. "and is being retired; nodejs18.x and later include only version 3. Before you change the runtime, let the "
      .. "handler use version 3, or bundle version 2"):format(runtime.name))
  end
  if is_v2 and has(externals, function(name) return name:sub(1, 9) == "@aws-sdk/" end) then
    warn(scope, "@aws-cdk/aws-lambda-nodejs:sdkV3NotInRuntime", ("version 3 of the AWS SDK (@aws-sdk/*) is left out "
      .. "of the bundle, but %s does not include it: use nodejs18.x or later"):format(runtime.name))
  elseif not is_v2 and has(externals, function(name) return name == "aws-sdk" end) then
    warn(scope, "@aws-cdk/aws-lambda-nodejs:sdkV2NotInRuntime", ("version 2 of the AWS SDK (aws-sdk) is left out of "
      .. "the bundle, but %s does not include it: bundle it, or use version 3"):format(runtime.name))
  end
  if #externals > 0 and runtime.is_variable then
    warn(scope, "@aws-cdk/aws-lambda-nodejs:variableRuntimeExternals", "the version behind NODEJS_LATEST changes, and "
      .. "with it the packages of the runtime: provide what external_modules leaves out in a layer, or name a fixed "
      .. "runtime")
  end
end

--- The modules that are not bundled: those that the runtime brings unless the user says which, and those that are
--- installed beside the bundle. Warns of what may be missing then.
function sdk.externals(scope, props)
  local runtime = props.runtime
  local externals = props.external_modules
  if not externals then
    if runtime.is_variable or props.bundle_aws_sdk then
      externals = {}
    elseif sdk.is_version_2(runtime) then
      externals = { "aws-sdk" }
    else
      externals = { "@aws-sdk/*" }
      if cdk.FeatureFlags.of(scope):is_enabled(cx_api.LAMBDA_NODEJS_SDK_V3_EXCLUDE_SMITHY_PACKAGES) then
        externals[2] = "@smithy/*"
      end
    end
  end
  warn_of(scope, externals, runtime)
  local all = { table.unpack(externals) }
  for _, name in ipairs(props.node_modules or {}) do all[#all + 1] = name end
  return all
end

return sdk
