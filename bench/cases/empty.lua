-- An app with nothing in it.
local cdk = require "aws_cdk"

cdk.App():synth()
