--- What artifacts tell CodeBuild actions about their source: keys of an artifact's metadata. A build that gets a
--- reference instead of files clones the repository, and needs permissions for that.
return {
  CONNECTION_ARN = "CodeStarConnectionArnProperty",
  REPOSITORY_ARN = "CodeCommitCloneRepositoryArn",
  FORMAT = "CODEBUILD_CLONE_REF",
}
