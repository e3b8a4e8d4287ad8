--- Amazon Route 53: hosted zones, their records, health checks, delegation and DNSSEC.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_route53", {
  ARecord = "records",
  AaaaRecord = "records",
  CaaAmazonRecord = "records",
  CaaRecord = "records",
  CnameRecord = "records",
  DsRecord = "records",
  HttpsRecord = "service_binding_records",
  HttpsRecordValue = "service_binding_records",
  MxRecord = "records",
  NsRecord = "records",
  SrvRecord = "records",
  SvcbRecord = "service_binding_records",
  SvcbRecordValue = "service_binding_records",
  TxtRecord = "records",
})
