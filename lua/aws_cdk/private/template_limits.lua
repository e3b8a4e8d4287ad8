--- CloudFormation's quotas for one template: what a stack is checked against, and what a session counts.
--- `bytes` is for templates that are uploaded, `direct` for those that are sent along; `description` is in bytes, too.
return { resources = 500, parameters = 200, outputs = 200, mappings = 200, bytes = 1000000, direct = 51200,
  description = 1024 }
