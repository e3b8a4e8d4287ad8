local cdk=require"aws_cdk" local s3=require"aws_cdk.aws_s3"
local app=cdk.App{outdir="o.n2"}
local s=cdk.Stack(app,"S")
local b=s3.Bucket(s,"B")
local r=b.node.default_child
b.node:add_metadata("k",{a={[true]="x"}})
