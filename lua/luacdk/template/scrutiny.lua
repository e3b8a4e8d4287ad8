--- Which resources and properties grant access. Written by tools/schema/scrutiny.js; do not edit.
return {
resources = {
  ["AWS::Bedrock::KnowledgeBasePolicy"] = "ResourcePolicyResource",
  ["AWS::Bedrock::ResourcePolicy"] = "ResourcePolicyResource",
  ["AWS::CloudTrail::ResourcePolicy"] = "ResourcePolicyResource",
  ["AWS::EC2::SecurityGroupEgress"] = "EgressRuleResource",
  ["AWS::EC2::SecurityGroupIngress"] = "IngressRuleResource",
  ["AWS::ECR::RegistryPolicy"] = "ResourcePolicyResource",
  ["AWS::EventSchemas::RegistryPolicy"] = "ResourcePolicyResource",
  ["AWS::EventsV2::ResourcePolicy"] = "ResourcePolicyResource",
  ["AWS::IAM::GroupPolicy"] = "IdentityPolicyResource",
  ["AWS::IAM::ManagedPolicy"] = "IdentityPolicyResource",
  ["AWS::IAM::Policy"] = "IdentityPolicyResource",
  ["AWS::IAM::RolePolicy"] = "IdentityPolicyResource",
  ["AWS::IAM::UserPolicy"] = "IdentityPolicyResource",
  ["AWS::IoT::Policy"] = "ResourcePolicyResource",
  ["AWS::Kinesis::ResourcePolicy"] = "ResourcePolicyResource",
  ["AWS::Lambda::Permission"] = "LambdaPermission",
  ["AWS::Lambda::ResourcePolicy"] = "ResourcePolicyResource",
  ["AWS::Lex::ResourcePolicy"] = "ResourcePolicyResource",
  ["AWS::Logs::ResourcePolicy"] = "ResourcePolicyResource",
  ["AWS::MSK::ClusterPolicy"] = "ResourcePolicyResource",
  ["AWS::MediaPackageV2::ChannelPolicy"] = "ResourcePolicyResource",
  ["AWS::MediaPackageV2::OriginEndpointPolicy"] = "ResourcePolicyResource",
  ["AWS::MediaTailor::ChannelPolicy"] = "ResourcePolicyResource",
  ["AWS::S3::BucketPolicy"] = "ResourcePolicyResource",
  ["AWS::S3::MultiRegionAccessPointPolicy"] = "ResourcePolicyResource",
  ["AWS::S3Express::BucketPolicy"] = "ResourcePolicyResource",
  ["AWS::S3Files::FileSystemPolicy"] = "ResourcePolicyResource",
  ["AWS::S3ObjectLambda::AccessPointPolicy"] = "ResourcePolicyResource",
  ["AWS::S3Outposts::BucketPolicy"] = "ResourcePolicyResource",
  ["AWS::S3Tables::TableBucketPolicy"] = "ResourcePolicyResource",
  ["AWS::S3Tables::TablePolicy"] = "ResourcePolicyResource",
  ["AWS::S3Vectors::VectorBucketPolicy"] = "ResourcePolicyResource",
  ["AWS::SMSVOICE::ResourcePolicy"] = "ResourcePolicyResource",
  ["AWS::SNS::TopicInlinePolicy"] = "ResourcePolicyResource",
  ["AWS::SNS::TopicPolicy"] = "ResourcePolicyResource",
  ["AWS::SQS::QueueInlinePolicy"] = "ResourcePolicyResource",
  ["AWS::SQS::QueuePolicy"] = "ResourcePolicyResource",
  ["AWS::SSM::ResourcePolicy"] = "ResourcePolicyResource",
  ["AWS::SSO::Assignment"] = "SsoAssignmentResource",
  ["AWS::SSO::InstanceAccessControlAttributeConfiguration"] = "SsoInstanceACAConfigResource",
  ["AWS::SSO::PermissionSet"] = "SsoPermissionSet",
  ["AWS::SecretsManager::ResourcePolicy"] = "ResourcePolicyResource",
  ["AWS::VpcLattice::AuthPolicy"] = "ResourcePolicyResource",
  ["AWS::VpcLattice::ResourcePolicy"] = "ResourcePolicyResource",
},
properties = {
  ["AWS::ApiGateway::DomainNameV2"] = {
    Policy = "InlineResourcePolicy",
  },
  ["AWS::ApiGateway::RestApi"] = {
    Policy = "InlineResourcePolicy",
  },
  ["AWS::Backup::BackupAccessPoint"] = {
    AccessPointPolicy = "InlineResourcePolicy",
  },
  ["AWS::Backup::BackupVault"] = {
    AccessPolicy = "InlineResourcePolicy",
  },
  ["AWS::Backup::LogicallyAirGappedBackupVault"] = {
    AccessPolicy = "InlineResourcePolicy",
  },
  ["AWS::CodeArtifact::Domain"] = {
    PermissionsPolicyDocument = "InlineResourcePolicy",
  },
  ["AWS::CodeArtifact::Repository"] = {
    PermissionsPolicyDocument = "InlineResourcePolicy",
  },
  ["AWS::EC2::SecurityGroup"] = {
    SecurityGroupEgress = "EgressRules",
    SecurityGroupIngress = "IngressRules",
  },
  ["AWS::EC2::VPCEndpoint"] = {
    PolicyDocument = "InlineResourcePolicy",
  },
  ["AWS::ECR::PublicRepository"] = {
    RepositoryPolicyText = "InlineResourcePolicy",
  },
  ["AWS::ECR::Repository"] = {
    RepositoryPolicyText = "InlineResourcePolicy",
  },
  ["AWS::EFS::FileSystem"] = {
    FileSystemPolicy = "InlineResourcePolicy",
  },
  ["AWS::Events::EventBus"] = {
    Policy = "InlineResourcePolicy",
  },
  ["AWS::IAM::Group"] = {
    ManagedPolicyArns = "ManagedPolicies",
    Policies = "InlineIdentityPolicies",
  },
  ["AWS::IAM::Role"] = {
    AssumeRolePolicyDocument = "InlineResourcePolicy",
    ManagedPolicyArns = "ManagedPolicies",
    Policies = "InlineIdentityPolicies",
  },
  ["AWS::IAM::User"] = {
    ManagedPolicyArns = "ManagedPolicies",
    Policies = "InlineIdentityPolicies",
  },
  ["AWS::KMS::Key"] = {
    KeyPolicy = "InlineResourcePolicy",
  },
  ["AWS::KMS::ReplicaKey"] = {
    KeyPolicy = "InlineResourcePolicy",
  },
  ["AWS::Logs::LogGroup"] = {
    DataProtectionPolicy = "InlineResourcePolicy",
    ResourcePolicyDocument = "InlineResourcePolicy",
  },
  ["AWS::MPA::ApprovalTeam"] = {
    Policies = "InlineIdentityPolicies",
  },
  ["AWS::NetworkManager::CoreNetwork"] = {
    PolicyDocument = "InlineResourcePolicy",
  },
  ["AWS::Oam::Sink"] = {
    Policy = "InlineResourcePolicy",
  },
  ["AWS::Omics::SequenceStore"] = {
    S3AccessPolicy = "InlineResourcePolicy",
  },
  ["AWS::RAM::Permission"] = {
    PolicyTemplate = "InlineResourcePolicy",
  },
  ["AWS::Redshift::Cluster"] = {
    NamespaceResourcePolicy = "InlineResourcePolicy",
  },
  ["AWS::RedshiftServerless::Namespace"] = {
    NamespaceResourcePolicy = "InlineResourcePolicy",
  },
  ["AWS::RolesAnywhere::Profile"] = {
    ManagedPolicyArns = "ManagedPolicies",
  },
  ["AWS::S3::AccessPoint"] = {
    Policy = "InlineResourcePolicy",
  },
  ["AWS::S3Express::AccessPoint"] = {
    Policy = "InlineResourcePolicy",
  },
  ["AWS::S3Outposts::AccessPoint"] = {
    Policy = "InlineResourcePolicy",
  },
  ["AWS::SNS::Subscription"] = {
    RedrivePolicy = "InlineResourcePolicy",
    ReplayPolicy = "InlineResourcePolicy",
  },
  ["AWS::SNS::Topic"] = {
    ArchivePolicy = "InlineResourcePolicy",
    DataProtectionPolicy = "InlineResourcePolicy",
  },
  ["AWS::SQS::Queue"] = {
    RedriveAllowPolicy = "InlineResourcePolicy",
  },
  ["AWS::SSO::PermissionSet"] = {
    InlinePolicy = "InlineResourcePolicy",
    ManagedPolicies = "ManagedPolicies",
  },
  ["AWS::SageMaker::ModelPackageGroup"] = {
    ModelPackageGroupPolicy = "InlineResourcePolicy",
  },
  ["AWS::Serverless::Function"] = {
    AssumeRolePolicyDocument = "InlineResourcePolicy",
  },
},
}
