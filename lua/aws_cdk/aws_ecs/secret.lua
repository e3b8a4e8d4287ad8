--- Values that containers get without being in the template.
return { Secret = require "aws_cdk.aws_ecs.private.stored_secrets" "aws_cdk.aws_ecs.Secret" }
