-- Chooses the version of the cloud assembly's schema. A CLI reads versions up to its own; we write the lowest version
-- that has what is used, so that CLIs older than the library can read it. The versions are those of the npm package
-- @aws-cdk/cloud-assembly-schema, whose releases were compared; earlier ones count as FIRST.
local M = {}

--- For manifest.json if nothing newer is used.
M.FIRST = 36
--- The version that the reference writes.
M.LATEST = 55

M.NOTIFICATION_ARNS = 38
M.ROLE_OPTIONS = 38 -- assumeRoleAdditionalOptions, and external ids of roles for look-ups
M.METADATA_FILE = 52
M.BUILD_CONTEXTS = 53

local PROVIDERS = { ["cc-api"] = 40 }
local QUERY_FIELDS = {
  cc_api = {
    dummyValue = 42, ignoreErrorOnMissingContext = 42, expectedMatchCount = 43, resourceModel = 50,
  },
  any = { lookupRoleExternalId = M.ROLE_OPTIONS, assumeRoleAdditionalOptions = M.ROLE_OPTIONS },
}

-- The first CLI that reads a version, starting with the first version known.
local CLI_VERSIONS = {
  [42] = "2.1006.0", [43] = "2.1007.0", [50] = "2.1101.0", [52] = "2.1106.0", [53] = "2.1108.0",
}

--- The latest version that the CLI that runs us reads; nil if there is none.
function M.offered()
  local text = os.getenv("CDK_CLI_ASM_VERSION")
  return text and math.tointeger(tonumber(text:match("^%d+")))
end

--- Whether metadata goes to a separate file, as in the reference. An older CLI, which may read a folder written by
--- hand, looks for them only in the manifest, where the warnings and errors to show are.
function M.has_metadata_file() return (M.offered() or 0) >= M.METADATA_FILE end

--- The version needed by a query for the CLI.
function M.of_query(missing)
  local needed = PROVIDERS[missing.provider] or M.FIRST
  local fields = missing.provider == "cc-api" and QUERY_FIELDS.cc_api or {}
  for name in pairs(missing.props or {}) do
    needed = math.max(needed, fields[name] or QUERY_FIELDS.any[name] or M.FIRST)
  end
  return needed
end

--- The version of an asset manifest that needs at least `needed`: the reference's, since it is only read when assets
--- are published, unless the CLI is known to be older.
function M.of_asset_manifest(needed) return math.max(needed, M.of_report()) end

--- The version of a validation report: the reference's, unless the CLI is known to be older.
function M.of_report() return math.min(M.LATEST, M.offered() or M.LATEST) end

function M.text(version) return version .. ".0.0" end

--- For the manifest: which CLI to upgrade to if it cannot read `version`.
function M.minimum_cli_version(version) return CLI_VERSIONS[version] end

return M
