--- Applications that are deployed to machines: instances and those on premises.
return require "aws_cdk.aws_codedeploy.private.application" ("Server", "Server")
