-- Specifications of builds that run a script of an asset, whose place is in two environment variables.
local codebuild = require "aws_cdk.aws_codebuild"
local engine = require "luacdk.engine"

local BUCKET, KEY = "SCRIPT_S3_BUCKET", "SCRIPT_S3_KEY"

local function spec_of(before, commands)
  return codebuild.BuildSpec.from_object(engine.ordered(
    "version", "0.2",
    "phases", engine.ordered("pre_build", { commands = before }, "build", { commands = commands })))
end

local script_build_spec = {}

--- For a shell on Linux. Argument: the script's path in the asset.
function script_build_spec.linux(entrypoint)
  local object = ("s3://${%s}/${%s}"):format(BUCKET, KEY)
  return spec_of({
    'echo "Downloading scripts from ' .. object .. '"',
    "aws s3 cp " .. object .. " /tmp",
    "mkdir -p /tmp/scriptdir",
    ("unzip /tmp/$(basename $%s) -d /tmp/scriptdir"):format(KEY),
  }, {
    "export SCRIPT_DIR=/tmp/scriptdir",
    'echo "Running ' .. entrypoint .. '"',
    "chmod +x /tmp/scriptdir/" .. entrypoint,
    "/tmp/scriptdir/" .. entrypoint,
  })
end

--- For PowerShell.
function script_build_spec.windows(entrypoint)
  return spec_of(engine.list {}, {
    "Set-Variable -Name TEMPDIR -Value (New-TemporaryFile).DirectoryName",
    ("aws s3 cp s3://$env:%s/$env:%s $TEMPDIR\\scripts.zip"):format(BUCKET, KEY),
    "New-Item -ItemType Directory -Path $TEMPDIR\\scriptdir",
    "Expand-Archive -Path $TEMPDIR/scripts.zip -DestinationPath $TEMPDIR\\scriptdir",
    '$env:SCRIPT_DIR = "$TEMPDIR\\scriptdir"',
    "& $TEMPDIR\\scriptdir\\" .. entrypoint,
  })
end

return script_build_spec
