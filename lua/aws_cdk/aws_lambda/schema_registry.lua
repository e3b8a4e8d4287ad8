--- Names that Kafka schema registries use.
local named_type = require "aws_cdk.aws_lambda.named_type"

return {
  EventRecordFormat = named_type("aws_cdk.aws_lambda.EventRecordFormat", "value", { "JSON", "SOURCE" }),
  KafkaSchemaRegistryAccessConfigType = named_type("aws_cdk.aws_lambda.KafkaSchemaRegistryAccessConfigType", "type", {
    "BASIC_AUTH", "CLIENT_CERTIFICATE_TLS_AUTH", "SERVER_ROOT_CA_CERTIFICATE", "VIRTUAL_HOST", "SASL_SCRAM_256_AUTH",
    "SASL_SCRAM_512_AUTH", "VPC_SECURITY_GROUP", "VPC_SUBNET",
  }),
  KafkaSchemaValidationAttribute = named_type("aws_cdk.aws_lambda.KafkaSchemaValidationAttribute", "value", {
    "KEY", "VALUE",
  }),
}
