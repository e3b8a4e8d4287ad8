--- Values that containers get without being in the template: each has an arn, and has_field if only a field of a secret
--- is meant.
return { Secret = require "aws_cdk.aws_ecs.private.stored_secrets" "aws_cdk.aws_batch.Secret" }
