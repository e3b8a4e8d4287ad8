-- A stack with nothing in it.
local cdk = require "aws_cdk"

local app = cdk.App()
cdk.Stack(app, "Network")
app:synth()
