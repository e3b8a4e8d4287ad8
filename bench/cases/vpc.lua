-- A VPC of three zones.
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"

local app = cdk.App()
ec2.Vpc(cdk.Stack(app, "Network"), "Vpc", { availability_zones = { "eu-west-1a", "eu-west-1b", "eu-west-1c" } })
app:synth()
