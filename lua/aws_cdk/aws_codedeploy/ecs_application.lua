--- Applications that are deployed to services of Amazon ECS.
return require "aws_cdk.aws_codedeploy.private.application" ("Ecs", "ECS")
