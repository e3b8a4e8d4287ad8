--- Certificates of the authority that signs those of databases: the same as those of RDS.
return { CaCertificate = require("aws_cdk.aws_rds").CaCertificate }
