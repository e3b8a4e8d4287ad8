--- Applications that are deployed to Lambda functions.
return require "aws_cdk.aws_codedeploy.private.application" ("Lambda", "Lambda")
