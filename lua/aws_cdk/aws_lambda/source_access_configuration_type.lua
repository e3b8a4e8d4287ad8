--- How a mapping reaches its event source.
local named_type = require "aws_cdk.aws_lambda.named_type"

return {
  SourceAccessConfigurationType = named_type("aws_cdk.aws_lambda.SourceAccessConfigurationType", "type", {
    "BASIC_AUTH", "VPC_SUBNET", "VPC_SECURITY_GROUP", "SASL_SCRAM_256_AUTH", "SASL_SCRAM_512_AUTH",
    "CLIENT_CERTIFICATE_TLS_AUTH", "SERVER_ROOT_CA_CERTIFICATE", "VIRTUAL_HOST",
  }),
}
