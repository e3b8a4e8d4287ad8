--- What instances run at their start so that CodeDeploy's agent is there.
local engine = require "luacdk.engine"
local ec2 = require "aws_cdk.aws_ec2"

local install = {}

-- By operating system: the commands in the region.
local COMMANDS = {
  [ec2.OperatingSystemType.LINUX] = function(region)
    return {
      "set +e", "PKG_CMD=`which yum 2>/dev/null`", "set -e",
      'if [ -z "$PKG_CMD" ]; then', "PKG_CMD=apt-get", "else", "PKG_CMD=yum", "fi",
      "$PKG_CMD update -y", "set +e", "$PKG_CMD install -y ruby2.0", "RUBY2_INSTALL=$?", "set -e",
      "if [ $RUBY2_INSTALL -ne 0 ]; then", "$PKG_CMD install -y ruby", "fi",
      "AWS_CLI_PACKAGE_NAME=awscli", 'if [ "$PKG_CMD" = "yum" ]; then', "AWS_CLI_PACKAGE_NAME=aws-cli", "fi",
      "$PKG_CMD install -y $AWS_CLI_PACKAGE_NAME", "TMP_DIR=`mktemp -d`", "cd $TMP_DIR",
      "aws s3 cp s3://aws-codedeploy-" .. region .. "/latest/install . --region " .. region,
      "chmod +x ./install", "./install auto", "rm -fr $TMP_DIR",
    }
  end,
  [ec2.OperatingSystemType.WINDOWS] = function(region)
    return {
      "Set-Variable -Name TEMPDIR -Value (New-TemporaryFile).DirectoryName",
      "aws s3 cp s3://aws-codedeploy-" .. region
        .. "/latest/codedeploy-agent.msi $TEMPDIR\\codedeploy-agent.msi",
      "cd $TEMPDIR", ".\\codedeploy-agent.msi /quiet /l c:\\temp\\host-agent-install-log.txt",
    }
  end,
}

--- Lets the instances of `asg` read the agent from AWS's `bucket` and install it.
function install.on(scope, asg, bucket)
  bucket:grant_read(asg, "latest/*")
  local commands = COMMANDS[asg.os_type]
  if commands then asg:add_user_data(table.unpack(commands(engine.stack_of(scope).region))) end
end

--- The bucket from which AWS provides the agent in the region of `scope`.
function install.bucket(scope)
  return require("aws_cdk.aws_s3").Bucket.from_bucket_name(scope, "Bucket",
    "aws-codedeploy-" .. engine.stack_of(scope).region)
end

return install
