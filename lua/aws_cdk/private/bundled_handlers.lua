--- Functions of the library behind custom resources, one row a handler.
--
-- `asset_hash` is the key the reference publishes the handler of this name under: templates name it, so it must be the
-- same. `files` is the module of what is staged under that key: handlers of our own, which serve the same events.
return {
  ["aws-ecr/auto-delete-images-handler"] = {
    asset_hash = "7392e9e2852a5037934b2be946982ea2164c4ddd9b47e23baf3331a3c55a0461",
    packaging = "zip",
    runtime = "nodejs24.x",
    files = "aws_cdk.private.handlers.auto_delete_images",
  },
  ["aws-events-targets/aws-api-handler"] = {
    asset_hash = "e4b0e440440cad4400eee748df28db860cf64dbe37854e260b2553f4c60446b8",
    packaging = "zip",
    runtime = "nodejs24.x",
    files = "aws_cdk.private.handlers.aws_api",
  },
  ["aws-iam/oidc-handler"] = {
    asset_hash = "8fefc46b7a95598bbe46da69916e535333bc7d3258fc9c124ada1a0589b59bfb",
    packaging = "zip",
    runtime = "nodejs24.x",
    files = "aws_cdk.private.handlers.open_id_connect_provider",
  },
  ["aws-logs/log-retention-handler"] = {
    asset_hash = "2819175352ad1ce0dae768e83fc328fb70fb5f10b4a8ff0ccbcb791f02b0716d",
    packaging = "zip",
    runtime = "nodejs24.x",
    files = "aws_cdk.private.handlers.log_retention",
  },
  ["aws-s3/auto-delete-objects-handler"] = {
    asset_hash = "6dba3da2af96b69a187d689b326e5272b9abc8671c0427845a8bed243e02877d",
    packaging = "zip",
    runtime = "nodejs24.x",
    files = "aws_cdk.private.handlers.auto_delete_objects",
  },
  ["aws-s3-deployment/s3-object-copy-handler"] = {
    asset_hash = "4465cac0597a848f81fc6bde530d1f8d35b73f49d5bef24c7869fd812b3a2a20",
    packaging = "zip",
    runtime = "nodejs24.x",
    files = "aws_cdk.private.handlers.s3_object_copy",
  },
  ["core/cross-region-ssm-reader-handler"] = {
    asset_hash = "72ae571d685f17a6d58dd21ffdf2f0f2fcc45102bdc4916e15129abb2525b48f",
    packaging = "zip",
    runtime = "nodejs24.x",
    files = "aws_cdk.private.handlers.cross_region_export_reader",
  },
  ["core/cross-region-ssm-writer-handler"] = {
    asset_hash = "e85f121a37e8f08b699ed379d86800b70a9e3204de932db16379efc4eb8a7605",
    packaging = "zip",
    runtime = "nodejs24.x",
    files = "aws_cdk.private.handlers.cross_region_export_writer",
  },
  ["core/cfn-utils-provider"] = {
    asset_hash = "0f9ba37e959a44fec66494f0055b633ee8c198be61d538a0b9d8e47305ae4af6",
    packaging = "zip",
    runtime = "nodejs24.x",
    files = "aws_cdk.private.handlers.cfn_utils",
  },
  ["custom-resources/aws-custom-resource-handler"] = {
    asset_hash = "9b8fce7ae7f25ef82fdbaf6b72523b99d0875c0c9c826642819fb51f11d9b125",
    packaging = "zip",
    runtime = "nodejs24.x",
    files = "aws_cdk.private.handlers.aws_custom_resource",
  },
  ["provider-framework/runtime"] = {
    asset_hash = "5c9fd00ba20b9f0f8161f2bd2ccae0f9c29df2b76d34155b8bf281abc354adc8",
    packaging = "zip",
    runtime = "nodejs24.x",
    files = "aws_cdk.private.handlers.provider_framework",
  },
}
