--- How the names of AWS services' interface endpoints begin and end in regions where not all begin with com.amazonaws:
--- region → prefix and suffix, and the services that have them.
return {
  ["cn-north-1"] = {
    prefix = "cn.com.amazonaws",
    services = [[
      application-autoscaling appmesh-envoy-management athena autoscaling awsconnector backup batch cassandra
      cloudcontrolapi cloudformation codedeploy-commands-secure databrew dms ebs ec2 ecr.api ecr.dkr eks
      elasticache elasticbeanstalk elasticfilesystem elasticfilesystem-fips emr-containers execute-api fsx
      imagebuilder iot.data iotsitewise.api iotsitewise.data kinesis-streams lambda license-manager monitoring
      rds redshift redshift-data s3 sagemaker.api sagemaker.featurestore-runtime sagemaker.runtime securityhub
      servicecatalog sms sqs states sts sync-states synthetics transcribe transcribestreaming transfer xray
    ]],
    suffix = ".cn",
    suffixed = [[ transcribe ]],
  },
  ["cn-northwest-1"] = {
    prefix = "cn.com.amazonaws",
    services = [[
      account application-autoscaling appmesh-envoy-management athena autoscaling awsconnector backup batch
      cassandra cloudcontrolapi cloudformation codedeploy-commands-secure databrew dms ebs ec2 ecr.api ecr.dkr
      eks elasticache elasticbeanstalk elasticfilesystem elasticfilesystem-fips emr-containers execute-api fsx
      imagebuilder iot.data kinesis-streams lambda license-manager monitoring polly rds redshift redshift-data
      s3 sagemaker.api sagemaker.featurestore-runtime sagemaker.runtime securityhub servicecatalog sms sqs
      states sts sync-states synthetics transcribe transcribestreaming transfer workspaces xray
    ]],
    suffix = ".cn",
    suffixed = [[ transcribe ]],
  },
  ["eusc-de-east-1"] = {
    prefix = "eu.amazonaws",
    services = [[
      ecr.dkr ecr.api execute-api securityhub
    ]],
  },
  ["us-iso-east-1"] = {
    prefix = "gov.ic.c2s",
    services = [[
      application-autoscaling athena autoscaling comprehend diode-messaging diode-messaging-proxy ebs ec2
      ecr.api ecr.dkr elasticfilesystem elasticfilesystem-fips execute-api sagemaker.api sagemaker.runtime sns
      sqs textract textract-fips transcribe workspaces
    ]],
  },
  ["us-iso-west-1"] = {
    prefix = "gov.ic.c2s",
    services = [[
      autoscaling ebs ec2 ecr.api ecr.dkr elasticfilesystem elasticfilesystem-fips execute-api monitoring sns
      sqs workspaces
    ]],
  },
  ["us-isob-east-1"] = {
    prefix = "gov.sgov.sc2s",
    services = [[
      application-autoscaling autoscaling diode-messaging diode-messaging-proxy ebs ec2 ecr.api ecr.dkr
      elasticfilesystem elasticfilesystem-fips execute-api sagemaker.api sagemaker.runtime sns sqs workspaces
    ]],
  },
  ["us-isob-west-1"] = {
    prefix = "gov.sgov.sc2s",
    services = [[
      ecr.api ecr.dkr elasticfilesystem-fips execute-api
    ]],
  },
  ["us-isof-south-1"] = {
    prefix = "gov.ic.hci.csp",
    services = [[
      ebs ecr.api ecr.dkr execute-api
    ]],
  },
  ["us-isof-east-1"] = {
    prefix = "gov.ic.hci.csp",
    services = [[
      ebs ecr.api ecr.dkr execute-api
    ]],
  },
  ["eu-isoe-west-1"] = {
    prefix = "uk.adc-e.cloud",
    services = [[
      ebs ecr.api ecr.dkr execute-api
    ]],
  },
}
