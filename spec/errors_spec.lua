-- What luacdk says to a mistake, and where. Each script comes after the two lines of PREAMBLE, in a folder with files
-- for its assets ($FOLDER in a message), and must fail with just that message on stderr, status 1, and nothing written.
local assert = require "luassert"
local luacdk = require "spec.support.luacdk"

-- luacheck: no max line length

local PREAMBLE = [[
local app = cdk.App()
local stack = cdk.Stack(app, "S")
]]

local FILES = { ["fn/index.js"] = "", ["img/Dockerfile"] = "FROM scratch\n", ["file.txt"] = "" }

local CASES = [==[
## properties
# an unknown one
s3.Bucket(stack, "B", { versoned = true })
--> app.lua:3: [S] s3.Bucket 'B': unknown property 'versoned'; did you mean 'versioned'?

# one of which the name is short, or that is short for one
cdk.Stack(app, "T", { environment = { account = "111122223333" } })
--> app.lua:3: cdk.Stack 'T': unknown property 'environment'; did you mean 'env'?

# the same, where it could be short for several
lambda.Function(stack, "F", { env = { A = "b" } })
--> app.lua:3: [S] lambda.Function 'F': unknown property 'env'; did you mean 'environment'?

# an unknown one at depth
s3.Bucket(stack, "B", { lifecycle_rules = { { transitions = { { storage_clas = 1 } } } } })
--> app.lua:3: [S] s3.Bucket 'B': lifecycle_rules[1].transitions[1]: unknown property 'storage_clas'; did you mean 'storage_class'?

# an unknown one of an L1 class
s3.CfnBucket(stack, "B", { lifecycle_configuration = { rules = { { status = "Enabled", expiration_in_day = 3 } } } })
--> app.lua:3: [S] s3.CfnBucket 'B': lifecycle_configuration.rules[1]: unknown property 'expiration_in_day'; did you mean 'expiration_in_days'?

# an unknown one that is set later
s3.CfnBucket(stack, "B").bucket_nme = "x"
--> app.lua:3: [S/B] s3.CfnBucket has no property 'bucket_nme'; did you mean 'bucket_name'?

# an attribute that is set
s3.CfnBucket(stack, "B").attr_arn = "x"
--> app.lua:3: [S/B] 'attr_arn' of s3.CfnBucket is read-only

# a missing one
lambda.Function(stack, "F", { code = lambda.Code.from_inline("x"), handler = "h" })
--> app.lua:3: [S] lambda.Function 'F': missing required property 'runtime': a lambda.Runtime

# a missing one at depth
s3.Bucket(stack, "B", { cors = { { allowed_origins = { "*" } } } })
--> app.lua:3: [S] s3.Bucket 'B': cors[1]: missing required property 'allowed_methods': a list

# one of the wrong type
s3.Bucket(stack, "B", { versioned = "yes" })
--> app.lua:3: [S] s3.Bucket 'B': versioned: expected true or false, got the string 'yes'

# one of the wrong type at depth
s3.Bucket(stack, "B", { cors = { { allowed_origins = "*", allowed_methods = {} } } })
--> app.lua:3: [S] s3.Bucket 'B': cors[1].allowed_origins: expected a list, got the string '*'; write { '*' }

# a number for a string
s3.CfnBucket(stack, "B", { versioning_configuration = { status = 3 } })
--> app.lua:3: [S] s3.CfnBucket 'B': versioning_configuration.status: expected a string, got the number 3; write '3'

# a number for a duration
lambda.Function(stack, "F", {
  runtime = lambda.Runtime.NODEJS_22_X, handler = "h", code = lambda.Code.from_inline("x"), timeout = 30
})
--> app.lua:3: [S] lambda.Function 'F': timeout: expected a cdk.Duration, got the number 30; write cdk.Duration.seconds(30)

# a string that is no member of the enum
s3.Bucket(stack, "B", { encryption = "KMSS" })
--> app.lua:3: [S] s3.Bucket 'B': encryption: expected an s3.BucketEncryption, got the string 'KMSS'; did you mean s3.BucketEncryption.KMS?

# no table at all
s3.Bucket(stack, "B", true)
--> app.lua:3: [S] s3.Bucket 'B': expected a table of s3.BucketProps, got true

# one that is a property of another one
cdk.Stack(app, "T", { region = "eu-west-1" })
--> app.lua:3: cdk.Stack 'T': unknown property 'region'; it belongs into 'env': env = { region = … }

# the stack's, given to the app
cdk.App({ env = { region = "eu-west-1" } })
--> app.lua:3: cdk.App: unknown property 'env'; it is one of cdk.Stack's

# tags of a construct
s3.Bucket(stack, "B", { tags = { team = "shop" } })
--> app.lua:3: [S] s3.Bucket 'B': unknown property 'tags'; cdk.Tags.of(construct):add(key, value) adds tags

# a text for what a class makes of it
ec2.Instance(stack, "I", { vpc = ec2.Vpc(stack, "V"), machine_image = ec2.MachineImage.latest_amazon_linux2023(), instance_type = "t3.micro" })
--> app.lua:3: [S] ec2.Instance 'I': instance_type: expected an ec2.InstanceType, got the string 't3.micro'; write ec2.InstanceType('t3.micro')

# a text for what several factories make of it
secretsmanager.Secret(stack, "P", { secret_string_value = "x" })
--> app.lua:3: [S] secretsmanager.Secret 'P': secret_string_value: expected a cdk.SecretValue, got the string 'x'; make one with cdk.SecretValue.resource_attribute, cdk.SecretValue.secrets_manager, cdk.SecretValue.ssm_secure, cdk.SecretValue.unsafe_plain_text

# the name of what is imported by name
events.Rule(stack, "R", { event_bus = "default" })
--> app.lua:3: [S] events.Rule 'R': event_bus: expected an events.IEventBus, got the string 'default'; make one with events.EventBus.from_event_bus_arn(scope, id, …), events.EventBus.from_event_bus_name(scope, id, …)

# a number in a text for a duration
sqs.Queue(stack, "Q", { visibility_timeout = "30" })
--> app.lua:3: [S] sqs.Queue 'Q': visibility_timeout: expected a cdk.Duration, got the string '30'; write cdk.Duration.seconds(30)

# words for a duration
sqs.Queue(stack, "Q", { visibility_timeout = "3 days" })
--> app.lua:3: [S] sqs.Queue 'Q': visibility_timeout: expected a cdk.Duration, got the string '3 days'; make one with cdk.Duration.days, cdk.Duration.hours, cdk.Duration.millis and others

# null for what is required
lambda.Function(stack, "F", { code = lambda.Code.from_inline("x"), handler = cdk.NULL, runtime = lambda.Runtime.PYTHON_3_12 })
--> app.lua:3: [S] lambda.Function 'F': missing required property 'handler': a string

# a function
cdk.CfnResource(stack, "A", { type = "A::B::C", properties = { f = print } })
--> app.lua:3: [S] cdk.CfnResource 'A': properties.f: expected a value, got a function

# a list that is a map too
cdk.CfnResource(stack, "A", { type = "A::B::C", properties = { t = { 1, a = 2 } } })
--> app.lua:3: [S/A] a table is either a list or a map; this one has both numbered and named entries

# a table that holds itself
local t = {}
t.t = t
cdk.CfnResource(stack, "A", { type = "A::B::C", properties = { t = t } })
--> app.lua:5: [S/A] this value contains itself (nested more than 190 levels deep)

## calls
# an argument is missing
cdk.Names.node_unique_id()
--> app.lua:3: cdk.Names.node_unique_id: argument 1 (node): expected a constructs.Node, got nil; give the node of a construct

# an argument of the wrong type, of a method of a construct
s3.Bucket(stack, "B"):grant_read("role")
--> app.lua:3: [S/B] s3.Bucket:grant_read: argument 1 (identity): expected an iam.IGrantable, got the string 'role'; make one with iam.ArnPrincipal, iam.CanonicalUserPrincipal, iam.FederatedPrincipal, iam.OrganizationPrincipal, iam.ServicePrincipal, iam.ServicePrincipal.from_static_service_principle_name and others

# too many arguments
cdk.Tags.of(stack, true)
--> app.lua:3: cdk.Tags.of takes 1 argument, got 2

# a class whose objects its own functions make
cdk.Duration(30)
--> app.lua:3: cdk.Duration cannot be called; write cdk.Duration.seconds(30)

# a class without objects
cdk.Fn()
--> app.lua:3: cdk.Fn cannot be called; use a dot for its members

# an abstract class
cdk.Resource(stack, "R")
--> app.lua:3: [S] cdk.Resource is abstract; call a class that extends it

# null for an argument
s3.Bucket(stack, "B"):grant_read(cdk.NULL)
--> app.lua:3: [S/B] s3.Bucket:grant_read: argument 1 (identity): expected an iam.IGrantable, got nil

# an attribute
print(s3.Bucket(stack, "B").bucket_arn())
--> app.lua:3: Arn of S/B/Resource (known at deployment) is a value, not a method: write it without the brackets of a call

# a field set of an attribute
s3.Bucket(stack, "B").bucket_arn.name = "x"
--> app.lua:3: cannot set 'name' of Arn of S/B/Resource (known at deployment): it is a value, not a table

# bits of an attribute
print(s3.Bucket(stack, "B").bucket_arn & 1)
--> app.lua:3: cannot take the arithmetic result of Arn of S/B/Resource (known at deployment): its value is not known while the script runs; pass it to the script instead, as a context value or a parameter of a definition

# texts joined by +
print(s3.Bucket(stack, "B").bucket_arn + "/*")
--> app.lua:3: join strings with .., not +

# an unknown option
ecr.Repository(stack, "R"):on_event("E", { descripton = "x" })
--> app.lua:3: [S/R] ecr.Repository:on_event: unknown property 'descripton'; did you mean 'description'?

# an event that is none
s3.Bucket(stack, "B"):add_event_notification("s3:ObjectCreatd:*", { bind = print })
--> app.lua:3: [S/B] s3.Bucket:add_event_notification: argument 1 (event): expected an s3.EventType, got the string 's3:ObjectCreatd:*'; did you mean s3.EventType.OBJECT_CREATED?

# one thing for a list
cdk.Fn.join(",", "a")
--> app.lua:3: cdk.Fn.join: argument 2 (list_of_values): expected a list, got the string 'a'; write { 'a' }

# a list for its entries
local statement = iam.PolicyStatement()
statement:add_actions({ "s3:*", "sqs:*" })
--> app.lua:4: iam.PolicyStatement:add_actions: argument 1 (actions): expected a string, got a list; give its entries one by one: table.unpack(list)

# a stack that is in no App
cdk.Stack(ap, "T")
--> app.lua:3: [T] the scope of this stack is nil: it is in no App, so nothing is written; write cdk.Stack(app, 'T')

# what has not the interface, but can be given one
local queue = sqs.Queue(stack, "Q")
s3.Bucket(stack, "B"):add_event_notification("s3:ObjectCreated:*", queue)
--> app.lua:4: [S/B] s3.Bucket:add_event_notification: argument 2 (dest): expected an s3.IBucketNotificationDestination, got an instance of sqs.Queue; write s3_notifications.SqsDestination(queue)

# the same where several classes and methods do it
local site = s3.Bucket(stack, "B")
cloudfront.Distribution(stack, "D", { default_behavior = { origin = site } })
--> app.lua:4: [S] cloudfront.Distribution 'D': default_behavior.origin: expected a cloudfront.IOrigin, got an instance of s3.Bucket; make one with cloudfront_origins.S3BucketOrigin.with_bucket_defaults, cloudfront_origins.S3BucketOrigin.with_origin_access_control, cloudfront_origins.S3BucketOrigin.with_origin_access_identity, cloudfront_origins.S3StaticWebsiteOrigin

# the same in a property
local fn = lambda.Function(stack, "F", {
  runtime = lambda.Runtime.NODEJS_22_X, handler = "h", code = lambda.Code.from_inline("x")
})
events.Rule(stack, "R", { schedule = events.Schedule.rate(cdk.Duration.days(1)), targets = { fn } })
--> app.lua:6: [S] events.Rule 'R': targets[1]: expected an events.IRuleTarget, got an instance of lambda.Function; write events_targets.LambdaFunction(fn)

# a construct for its resource
local bucket = s3.Bucket(stack, "B")
cdk.CfnResource(stack, "A", { type = "A::B::C" }):add_dependency(bucket)
--> app.lua:4: [S/A] cdk.CfnResource:add_dependency: argument 1 (target): expected a cdk.CfnResource, got an instance of s3.Bucket; its L1 resource is its node.default_child

# a misspelt method of an aspect
cdk.Aspects.of(stack):add({ vist = print })
--> app.lua:3: cdk.Aspects:add: argument 1 (aspect): expected a cdk.IAspect, got a table with named fields whose 'vist' was probably meant to be 'visit'

# a class for an instance
iam.Role(stack, "R", { assumed_by = iam.ServicePrincipal })
--> app.lua:3: [S] iam.Role 'R': assumed_by: expected an iam.IPrincipal, got the class iam.ServicePrincipal itself

## assignments
# an attribute of an L2
s3.Bucket(stack, "B").bucket_name = "mine"
--> app.lua:3: [S/B] 'bucket_name' of s3.Bucket is read-only; give it to the constructor: s3.Bucket(scope, id, { bucket_name = … })

# an attribute that nobody gives
sqs.Queue(stack, "Q").queue_arn = "mine"
--> app.lua:3: [S/Q] 'queue_arn' of sqs.Queue is read-only

# the tags of a stack
stack.tags = { a = "b" }
--> app.lua:3: [S] 'tags' of cdk.Stack is read-only; give it to the constructor: cdk.Stack(scope, id, { tags = … })

# what a class of one's own may compute
local Zones = cdk.Stack:extend "Zones"
Zones(app, "Z").availability_zones = { "eu-north-1a" }
--> app.lua:4: [Z] 'availability_zones' of cdk.Stack is read-only; a class of your own may compute it: function Zones.get:availability_zones() … end

# a property that is only given to the constructor
s3.Bucket(stack, "B").versioned = true
--> app.lua:3: [S/B] 'versioned' of s3.Bucket cannot be changed later; give it to the constructor: s3.Bucket(scope, id, { versioned = … })

# a misspelt one
sqs.Queue(stack, "Q").visiblity_timeout = cdk.Duration.seconds(5)
--> app.lua:3: [S/Q] sqs.Queue has no property 'visiblity_timeout'; did you mean 'visibility_timeout'? It is given to the constructor: sqs.Queue(scope, id, { visibility_timeout = … })

# a field of one's own
constructs.Construct(stack, "C").my_queue = sqs.Queue(stack, "Q")
--> app.lua:3: [S/C] constructs.Construct has no property 'my_queue'; to add fields, make a class of your own with extend

# a property of a value
cdk.Duration.days(1).foo = 5
--> app.lua:3: cdk.Duration has no property 'foo'; to add fields, make a class of your own with extend

# an entry of what is no list
cdk.Duration.days(1)[1] = 5
--> app.lua:3: cdk.Duration has no entry [1]: it is not a list; to add fields, make a class of your own with extend

# what another resource of the library made holds
local fn = lambda.Function(stack, "F", {
  runtime = lambda.Runtime.NODEJS_22_X, handler = "h", code = lambda.Code.from_inline("x"),
})
fn.role.node = nil
--> app.lua:6: [S/F/ServiceRole] 'node' of iam.Role is read-only

# a value of the wrong type for what can be set
stack.termination_protection = "yes"
--> app.lua:3: [S] termination_protection: expected true or false, got the string 'yes'

# an attribute, by a class of one's own
local Mine = cdk.Stack:extend "Mine"
function Mine:init(...)
  Mine.super.init(self, ...)
  self.queues = {}
  self.account = "1"
end
Mine(app, "M")
--> app.lua:7: [M] 'account' of cdk.Stack is read-only
-->   app.lua:7: in the function at line 4
-->   app.lua:9: in the script

# an option of a stack's template
stack.template_options.descripton = "x"
--> app.lua:3: cdk.ITemplateOptions has no property 'descripton'; did you mean 'description'?

# an option of a resource
s3.CfnBucket(stack, "B").cfn_options.deletion_policy = "Keep"
--> app.lua:3: deletion_policy: expected a cdk.CfnDeletionPolicy, got the string 'Keep'; there are DELETE, RETAIN, RETAIN_EXCEPT_ON_CREATE, SNAPSHOT

# the default child of a node
stack.node.default_child = "x"
--> app.lua:3: the node's default_child must be a construct, got 'x'

# a field of a value that is known later
cdk.Aws.REGION.name = "x"
--> app.lua:3: cannot set 'name' of {Ref: AWS::Region} (known at deployment): it is a value, not a table

# a member of a class of the library
function s3.Bucket:grant_raed() end
--> app.lua:3: 'grant_raed' cannot be set: the class s3.Bucket is the library's; did you mean 'grant_read'?

# a member of a class of the library that is like no other
s3.Bucket.foo = 1
--> app.lua:3: 'foo' cannot be set: the class s3.Bucket is the library's; to add members, make a class of your own with extend

# a member of a module
s3.Buckett = s3.Bucket
--> app.lua:3: 'Buckett' cannot be set: s3 is the library's; keep what is your own in a local variable

# a member of an enumeration
s3.BucketEncryption.NONE = "NONE"
--> app.lua:3: 'NONE' cannot be set: s3.BucketEncryption is the library's; keep what is your own in a local variable

## dots and colons
# a dot for a colon, on a value that is known later
print(cdk.Aws.REGION.to_string())
--> app.lua:3: to_string is a method: write value:to_string(), with a colon

# a dot for a colon
local bucket = s3.Bucket(stack, "B")
bucket.grant_read(iam.AnyPrincipal())
--> app.lua:4: grant_read is a method: write bucket:grant_read(…), with a colon

# a dot for a colon, without an argument
app.synth()
--> app.lua:3: synth is a method: write app:synth(…), with a colon

# a dot for a colon, on what has no name
cdk.Tags.of(stack).add("a", "b")
--> app.lua:3: add is a method: write tags:add(…), with a colon

# a dot for a colon, on a node
stack.node.set_context("a", "b")
--> app.lua:3: set_context is a method: write node:set_context(…), with a colon

# a method of an object, called on the class
s3.Bucket:grant_read(iam.AnyPrincipal())
--> app.lua:3: grant_read is a method of an object, not of the class s3.Bucket: write bucket:grant_read(…)

# a colon for a dot
lambda.Code:from_inline("x")
--> app.lua:3: from_inline is static: write lambda.Code.from_inline(…), with a dot

# a colon for a dot, on an L1 class
s3.CfnBucket:from_bucket_name(stack, "B", "b")
--> app.lua:3: from_bucket_name is static: write s3.CfnBucket.from_bucket_name(…), with a dot

# Class.new
sqs.Queue.new(stack, "Q")
--> app.lua:3: call the class itself: sqs.Queue(scope, id, props)

# Class:new of one's own class
local Mine = cdk.Stack:extend "Mine"
Mine:new(app, "M")
--> app.lua:4: call the class itself: Mine(…)

## names
# a class
s3.Buckt(stack, "B")
--> app.lua:3: s3 has no member 'Buckt'; did you mean 'Bucket'?

# a member of an enum that has nothing like it
print(cdk.RemovalPolicy.DELETE)
--> app.lua:3: cdk.RemovalPolicy has no member 'DELETE'; there are DESTROY, RETAIN, SNAPSHOT, RETAIN_ON_UPDATE_OR_DELETE

# a member of an enum, spelt otherwise
print(s3.BucketEncryption.S3Managed)
--> app.lua:3: s3.BucketEncryption has no member 'S3Managed'; did you mean 'S3_MANAGED'?

# a member of an enum
s3.Bucket(stack, "B", { encryption = s3.BucketEncryption.KSM })
--> app.lua:3: s3.BucketEncryption has no member 'KSM'; did you mean 'KMS'?

# a runtime
lambda.Function(stack, "F", {
  runtime = lambda.Runtime.PYTHON_3_21, handler = "h", code = lambda.Code.from_inline("x")
})
--> app.lua:4: lambda.Runtime has no member 'PYTHON_3_21'; did you mean 'PYTHON_3_11'?

# a runtime given as text
lambda.Function(stack, "F", { runtime = "nodejs22.x", handler = "h", code = lambda.Code.from_inline("x") })
--> app.lua:3: [S] lambda.Function 'F': runtime: expected a lambda.Runtime, got the string 'nodejs22.x'; did you mean lambda.Runtime.NODEJS_22_X?

# a method
s3.Bucket(stack, "B"):add_cors_rul({})
--> app.lua:3: [S/B] s3.Bucket has no member 'add_cors_rul'; did you mean 'add_cors_rule'?

# an attribute
print(s3.Bucket(stack, "B").bucket_nam)
--> app.lua:3: [S/B] s3.Bucket has no member 'bucket_nam'; did you mean 'bucket_name'?

# a short global
lamda.Function(stack, "F", {})
--> app.lua:3: there is no 'lamda' here; did you mean 'lambda'?

# a variable
print(stak.account)
--> app.lua:3: there is no 'stak' here; did you mean 'stack'?

# a class
Stak(app, "T")
--> app.lua:3: attempt to call a nil value (global 'Stak'); did you mean cdk.Stack?

# a property, deep in a value that is known late
s3.CfnBucket(stack, "B", {
  lifecycle_configuration = cdk.Lazy.any {
    produce = function() return { rules = { { status = "Enabled", transitions = { { storage_clas = "x" } } } } } end,
  },
})
--> app.lua:3: [S/B] lifecycle_configuration.rules[1].transitions[1]: s3.CfnBucket.TransitionProperty has no property 'storage_clas'; did you mean 'storage_class'?

# a module
require "aws_cdk.aws_lambada"
--> app.lua:3: there is no module 'aws_cdk.aws_lambada'; did you mean 'aws_cdk.aws_lambda'?

## the tree
# two children of one name
s3.Bucket(stack, "B")
s3.Bucket(stack, "B")
--> app.lua:4: [S] there is already a construct named 'B' in cdk.Stack [S] (made at app.lua:3); give this one another id

# no id
s3.Bucket(stack)
--> app.lua:3: [S] s3.Bucket: argument 2 (id): expected a string, got nil

# an empty id
s3.Bucket(stack, "")
--> app.lua:3: [S] only root constructs may have an empty id; pass the id as the second argument

# no scope
s3.Bucket("B")
--> app.lua:3: s3.Bucket: argument 1 (scope): expected a constructs.Construct, got the string 'B'; give the stack or construct that it should be part of

# a scope that is nil
s3.Bucket(nil, "B")
--> app.lua:3: s3.Bucket 'B': argument 1 (scope): expected a constructs.Construct, got nil; give the stack or construct that it should be part of

# a colon for a dot
s3:Bucket(stack, "B")
--> app.lua:3: call s3.Bucket with a dot, not a colon: s3.Bucket(…)

# stacks that depend on each other
local t = cdk.Stack(app, "T")
t:add_stack_dependency(stack)
stack:add_stack_dependency(t)
--> app.lua:5: [S] the stack 'T' already depends on 'S' (<T>.add_stack_dependency(<S>)); adding this dependency (<S>.add_stack_dependency(<T>)) would make a cycle

# a dependency on something else than a construct
sqs.Queue(stack, "A").node:add_dependency({})
--> app.lua:3: [S/A] add_dependency expects constructs, got an empty table

# resources that wait for one another
local a, b = sqs.Queue(stack, "A"), sqs.Queue(stack, "B")
a.node:add_dependency(b)
b.node:add_dependency(a)
--> app.lua:3: [S/A/Resource] circular dependency between resources: S/A/Resource → S/B/Resource → S/A/Resource; remove one of these dependencies

# stacks that refer to each other
local t = cdk.Stack(app, "T")
local a, b = s3.Bucket(stack, "A"), s3.Bucket(t, "B")
cdk.CfnOutput(stack, "OA", { value = b.bucket_arn })
cdk.CfnOutput(t, "OB", { value = a.bucket_arn })
--> app.lua:3: [T] the stack 'S' already depends on 'T' (S -> T/B/Resource.Arn); adding this dependency (T -> S/A/Resource.Arn) would make a cycle

# a reference into another stage
local a = cdk.Stack(cdk.Stage(app, "P"), "A")
cdk.CfnOutput(a, "O", { value = s3.Bucket(stack, "B").bucket_arn })
--> app.lua:3: [P/A] cannot depend on 'S' (in the App) from here (in Stage 'P'): dependencies cannot cross stages

# a logical id made of itself
local a = cdk.CfnResource(stack, "A", { type = "A::B::C" })
a:override_logical_id(a.logical_id .. "x")
--> app.lua:3: [S/A] the logical id given to override_logical_id depends on itself

# the name of a stack
cdk.Stack(app, "T", { stack_name = "bad_name" })
--> app.lua:3: [T] a stack's name must start with a letter and contain only letters, digits and hyphens, got 'bad_name'

# the name of a bucket
s3.Bucket(stack, "B", { bucket_name = "Bad_Name" })
--> app.lua:3: [S/B] bucket name 'Bad_Name': only lowercase letters, digits, '.' and '-' are allowed (character 1); it must start with a lowercase letter or digit

## code
# a folder that is not there
lambda.Function(stack, "F", {
  runtime = lambda.Runtime.NODEJS_22_X, handler = "h", code = lambda.Code.from_asset("none")
})
--> app.lua:3: [S/F/Code/Stage] cannot find asset at $FOLDER/none

# a file that is no archive
lambda.Function(stack, "F", {
  runtime = lambda.Runtime.NODEJS_22_X, handler = "h", code = lambda.Code.from_asset("file.txt")
})
--> app.lua:3: [S/F] code must be a directory or an archive (.zip, .jar, .tar, .tar.gz, .tgz), not file.txt

# an image with a handler
lambda.Function(stack, "F", {
  runtime = lambda.Runtime.FROM_IMAGE, handler = "h", code = lambda.Code.from_asset_image("img")
})
--> app.lua:3: [S/F] handler must be lambda.Handler.FROM_IMAGE if, and only if, the code is an image; it is 'h'

# an image with a runtime
lambda.Function(stack, "F", {
  runtime = lambda.Runtime.NODEJS_22_X, handler = lambda.Handler.FROM_IMAGE, code = lambda.Code.from_asset_image("img")
})
--> app.lua:3: [S/F] runtime must be lambda.Runtime.FROM_IMAGE if, and only if, the code is an image; it is 'nodejs22.x'

# FROM_IMAGE without an image
lambda.Function(stack, "F", {
  runtime = lambda.Runtime.FROM_IMAGE, handler = lambda.Handler.FROM_IMAGE, code = lambda.Code.from_inline("x")
})
--> app.lua:3: [S/F] handler must be lambda.Handler.FROM_IMAGE if, and only if, the code is an image; it is 'FROM_IMAGE'

# inline for a runtime that cannot
lambda.Function(stack, "F", { runtime = lambda.Runtime.JAVA_21, handler = "h", code = lambda.Code.from_inline("x") })
--> app.lua:3: [S/F] inline code is not allowed for the runtime java21; only NODEJS and PYTHON runtimes take it

# inline and empty
lambda.Function(stack, "F", {
  runtime = lambda.Runtime.NODEJS_22_X, handler = "h", code = lambda.Code.from_inline("")
})
--> app.lua:4: inline code cannot be empty

# inline of more than 4 MiB
lambda.Function(stack, "F", {
  runtime = lambda.Runtime.NODEJS_22_X, handler = "h", code = lambda.Code.from_inline(("x"):rep(4 * 1024 * 1024 + 1))
})
--> app.lua:4: inline code has 4194305 bytes, but CloudFormation takes at most 4 MiB: use Code.from_asset

# inline for a layer
lambda.LayerVersion(stack, "L", { code = lambda.Code.from_inline("x") })
--> app.lua:3: [S/L] a layer cannot have inline code; use Code.from_asset or Code.from_bucket

# of one asset in two stacks
local c = lambda.Code.from_asset("fn")
local t = cdk.Stack(app, "T")
for _, s in ipairs { stack, t } do
  lambda.Function(s, "F", { runtime = lambda.Runtime.NODEJS_22_X, handler = "h", code = c })
end
--> app.lua:6: [T/F] this code already belongs to stack 'S': make a separate Code for each stack

# by reference without a version
local b = s3.Bucket(stack, "B")
lambda.Code.from_bucket_v2(b, "k", { s3_object_storage_mode = lambda.S3ObjectStorageMode.REFERENCE })
--> app.lua:4: [S/B] s3_object_storage_mode REFERENCE needs object_version: Lambda runs exactly that version

# by parameters that are not there yet
lambda.Code.from_cfn_parameters():assign({ bucket_name = "b", object_key = "k" })
--> app.lua:3: give this code to a lambda.Function before asking for bucket_name_param: the parameter is made then

# by no command
lambda.Code.from_custom_command("out", {})
--> app.lua:3: command must name a program, for example { "node", "build_file.js" }

# by a command that is not there
lambda.Code.from_custom_command("out", { "no-such-program" })
--> app.lua:3: failed to execute custom command no-such-program: No such file or directory

# by a command that fails
lambda.Code.from_custom_command("out", { "sh", "-c", "echo said; echo why >&2; exit 3" })
--> app.lua:3: sh -c echo said; echo why >&2; exit 3 exited with status: 3
-->
--> stdout: said
-->
--> stderr: why

# built by docker that is not there
lambda.Code.from_docker_build("img")
--> app.lua:3: cannot run no-docker: No such file or directory; install Docker, or name another program in CDK_DOCKER

## images
# the folder is not there
ecr_assets.DockerImageAsset(stack, "I", { directory = "none" })
--> app.lua:3: [S/I] cannot find image directory at $FOLDER/none

# without a Dockerfile
ecr_assets.DockerImageAsset(stack, "I", { directory = "fn" })
--> app.lua:3: [S/I] cannot find file at $FOLDER/fn/Dockerfile

# with another file, which is not there
ecr_assets.DockerImageAsset(stack, "I", { directory = "img", file = "Dockerfile.x" })
--> app.lua:3: [S/I] cannot find file at $FOLDER/img/Dockerfile.x

## tokens
# one for all properties
s3.Bucket(stack, "B", cdk.Aws.REGION)
--> app.lua:3: [S] s3.Bucket 'B': argument 3 (props): expected a table of s3.BucketProps, got {Ref: AWS::Region} (known at deployment); write a table; its fields may be known only later

# one for all properties, as a string
cdk.Stack(app, "T", tostring(stack.region))
--> app.lua:3: cdk.Stack 'T': argument 3 (props): expected a table of cdk.StackProps, got the string '${Token[TOKEN.1]}'; write a table; its fields may be known only later

# one for all options of a method
s3.Bucket(stack, "B"):add_lifecycle_rule(cdk.Lazy.any { produce = function() return {} end })
--> app.lua:3: [S/B] s3.Bucket:add_lifecycle_rule: argument 1 (rule): expected a table of s3.LifecycleRule, got a lazy value (known at synthesis); write a table; its fields may be known only later

# one for a path
cdk.FileSystem.fingerprint(cdk.Aws.REGION)
--> app.lua:3: a path must be known while the script runs, got {Ref: AWS::Region} (known at deployment)

# one for the path of a file to read
cdk.read_json(cdk.Aws.REGION)
--> app.lua:3: a path must be known while the script runs, got {Ref: AWS::Region} (known at deployment)

# one for the path of a template
require("aws_cdk.cloudformation_include").CfnInclude(stack, "I", { template_file = cdk.Aws.REGION })
--> app.lua:3: a path must be known while the script runs, got {Ref: AWS::Region} (known at deployment)

# one for an id
stack.node:try_find_child(cdk.Aws.REGION)
--> app.lua:3: the id of a construct must be known while the script runs, got {Ref: AWS::Region} (known at deployment)

# their length
print(#s3.Bucket(stack, "B").bucket_name)
--> app.lua:3: cannot take the length of Ref of S/B/Resource (known at deployment): its value is not known while the script runs

# their order
print(s3.Bucket(stack, "B").bucket_arn < "x")
--> app.lua:3: cannot take the order of Arn of S/B/Resource (known at deployment): its value is not known while the script runs; cdk.Fn.condition_equals compares at deployment

# arithmetic
print(s3.Bucket(stack, "B").bucket_name + 1)
--> app.lua:3: cannot take the arithmetic result of Ref of S/B/Resource (known at deployment): its value is not known while the script runs; pass it to the script instead, as a context value or a parameter of a definition

## the script
# its syntax
local x = = 1
--> app.lua:3: unexpected symbol near '='

# a nil value
local t = nil
t.x = 1
--> app.lua:4: attempt to index a nil value (local 't')

# an error of its own, with the way to it
local function f() error("too deep") end
local function g() f() end
g()
--> app.lua:3: too deep
-->   app.lua:3: in upvalue 'f'
-->   app.lua:4: in local 'g'
-->   app.lua:5: in the script

# an error in a construct of its own
local Api = constructs.Construct:extend "Api"
function Api:init(scope, id)
  Api.super.init(self, scope, id)
  s3.Bucket(self, "B", { versoned = true })
end
Api(stack, "Api")
--> app.lua:6: [S/Api] s3.Bucket 'B': unknown property 'versoned'; did you mean 'versioned'?
-->   app.lua:6: in the function at line 4
-->   app.lua:8: in the script

# an error in an aspect
cdk.Aspects.of(app):add({ visit = function(_, c) if c == stack then error("no") end end })
--> app.lua:3: no

# an error in a lazy value
cdk.CfnOutput(stack, "O", { value = cdk.Lazy.string({ produce = function() error("no") end }) })
--> app.lua:3: no
-->   while resolving S/O

# a context value that is not there
local size = stack.node:try_get_context("size")
print(size.x)
--> app.lua:4: attempt to index a nil value (local 'size'); the context has no 'size': set it with -c size=… or in cdk.json

# a class of one's own whose init does not call that of its base
local Api = constructs.Construct:extend "Api"
function Api:init(scope, id) self.made = true end
Api(stack, "Api")
--> app.lua:5: Api:init did not call Api.super.init(self, scope, id), so there is no construct

# init of the base, called without self
local Api = constructs.Construct:extend "Api"
function Api:init(scope, id) Api.super.init(scope, id) end
Api(stack, "Api")
--> app.lua:4: init of constructs.Construct takes self first: write Class.super.init(self, …)
-->   app.lua:4: in the function at line 4
-->   app.lua:5: in the script

# init of the base, called with a colon
local Api = constructs.Construct:extend "Api"
function Api:init(scope, id) Api.super:init(scope, id) end
Api(stack, "Api")
--> app.lua:4: init of constructs.Construct takes self first: write Class.super.init(self, …)
-->   app.lua:4: in the function at line 4
-->   app.lua:5: in the script

# an init with another language's name
local Api = constructs.Construct:extend "Api"
function Api:__init__(scope, id) end
Api(stack, "Api")
--> app.lua:5: Api:__init__ is called by nobody: name it init, as in function Api:init(…)

# super asked of an instance
local Api = constructs.Construct:extend "Api"
function Api:init(scope, id) Api.super.init(self, scope, id) self.super.init(self) end
Api(stack, "Api")
--> app.lua:4: [S/Api] super belongs to the class, not to its instances: write Api.super.init(self, …)
-->   app.lua:4: in the function at line 4
-->   app.lua:5: in the script

# a name that no other is near to
print(nope.x)
--> app.lua:3: attempt to index a nil value (global 'nope')

# the library's own, when a script has changed what is its own: the place and the construct are told, not the library's line
local queue = sqs.Queue(stack, "Q")
queue._policy = 5
queue:add_to_resource_policy(iam.PolicyStatement({ actions = { "sqs:*" }, principals = { iam.AccountRootPrincipal() } }))
--> app.lua:5: [S/Q] add_to_resource_policy: internal error: unexpected value (please report) (attempt to index a number value)

# an error that is passed on says its place once
local good, message = pcall(error, "app.lua:3: late") error(message)
--> app.lua:3: late

# a name of a file that is none
cdk.read_text()
--> app.lua:3: bad argument #1 to 'read_text' (string expected, got nil)

# an object as error
error { code = 3 }
--> app.lua:3: error with the table { code = 3 } as its message

# an object with several fields as error
error { code = 5, text = "late", "first", [true] = 1, more = { 1 } }
--> app.lua:3: error with the table { [1] = "first", code = 5, more = {…}, text = "late", … } as its message

# an object without fields as error
error {}
--> app.lua:3: error with a table value as its message

# an error in a wrapped coroutine
coroutine.wrap(function() error("late") end)()
--> app.lua:3: late

# an error of the library in a wrapped coroutine
coroutine.wrap(function() cdk.Stack(app, 5) end)()
--> app.lua:3: cdk.Stack: argument 2 (id): expected a string, got the number 5; write '5'

# an object with a text as error
error(setmetatable({}, { __tostring = function() return "mine" end }))
--> app.lua:3: mine

# nothing as error
error()
--> app.lua:3: error without a message (nil)

## other languages
# a value that has another name
s3.Bucket(stack, "B", { versioned = True, bucket_name = None })
--> app.lua:3: there is no 'True' here; write true

# an object made by new
local bucket = new s3.Bucket(stack, "B")
--> app.lua:3: there is no 'new' here; call the class itself: s3.Bucket(scope, id, { … })

# this
s3.Bucket(this, "B")
--> app.lua:3: there is no 'this' here; write self

# a function that Lua has not
print(len({ 1, 2 }))
--> app.lua:3: attempt to call a nil value (global 'len'); write #list

# an f-string of Python
s3.Bucket(stack, f"Files{1}")
--> app.lua:3: attempt to call a nil value (global 'f'); Lua has no f-strings: write "Q" .. n, or ("Q%d"):format(n)

# isinstance of Python
print(isinstance(stack, cdk.Stack))
--> app.lua:3: attempt to call a nil value (global 'isinstance'); write constructs.Construct.is_construct(x), or the is_… function of its class

# a method that lists have not
local names = {}
names:push("a")
--> app.lua:4: attempt to call a nil value (method 'push'); write table.insert(list, value)

# a field that lists have not
local names = {}
print(names.length + 1)
--> app.lua:4: attempt to perform arithmetic on a nil value (field 'length'); write #list

# a loop over a list itself
for _, name in { "A", "B" } do sqs.Queue(stack, name) end
--> app.lua:3: attempt to call a table value (for iterator 'for iterator'); write ipairs(list) or pairs(map)

# a class without its module
sqs.Queue(stack, "Q", { visibility_timeout = Duration.seconds(3) })
--> app.lua:3: attempt to index a nil value (global 'Duration'); did you mean cdk.Duration?

# a class that several modules have
Function(stack, "F", {})
--> app.lua:3: attempt to call a nil value (global 'Function'); did you mean cloudfront.Function or lambda.Function?

# an object joined to a text
local bucket = s3.Bucket(stack, "B")
print("see " .. bucket)
--> app.lua:4: attempt to concatenate an s3.Bucket (local 'bucket'); join one of its attributes: bucket_arn, bucket_domain_name, bucket_dual_stack_domain_name

# a duration that is computed with
print(cdk.Duration.seconds(30) * 2)
--> app.lua:3: attempt to perform arithmetic on a cdk.Duration; compute with the numbers that its methods give: to_days, to_hours, to_milliseconds

# the module's name in TypeScript
local s3 = require "aws-cdk-lib/aws-s3"
--> app.lua:3: there is no module 'aws-cdk-lib/aws-s3'; did you mean 'aws_cdk.aws_s3'?

# the module's name without the library's
local s3 = require "aws_s3"
--> app.lua:3: there is no module 'aws_s3'; did you mean 'aws_cdk.aws_s3'?

# the module's name in Python's or Lua's form, without aws_
local s3 = require "aws_cdk.s3"
--> app.lua:3: there is no module 'aws_cdk.s3'; did you mean 'aws_cdk.aws_s3'?

# import
import * as s3 from 'aws-cdk-lib/aws-s3';
--> app.lua:3: syntax error near '*'; load modules with require: local s3 = require "aws_cdk.aws_s3"

# const
const x = 5
--> app.lua:3: syntax error near 'x'; declare variables with local

# named arguments
s3.Bucket(stack, "B", versioned = true)
--> app.lua:3: ')' expected near '='; put named arguments into a table: f(scope, id, { name = value })

# fields behind colons
s3.Bucket(stack, "B", { versioned: true })
--> app.lua:3: <name> expected near 'true'; write the fields of a table as name = value

# fields behind quotes and colons
s3.Bucket(stack, "B", { "versioned": true })
--> app.lua:3: '}' expected near ':'; write the fields of a table as name = value

# a comma that is missing
s3.Bucket(stack, "B", { versioned = true bucket_name = "x" })
--> app.lua:3: '}' expected near 'bucket_name'; separate entries and arguments with commas

# a comment
// my bucket
s3.Bucket(stack, "B")
--> app.lua:4: syntax error near 's3'; comments begin with --

# !=
if stack.region != "eu-west-1" then print "far" end
--> app.lua:3: 'then' expected near '!'; compare with == and ~=

# a != in a text does not count
print("a != b" "c")
--> app.lua:3: ')' expected near '"c"'; separate entries and arguments with commas

# else if
if stack.region == "a" then
  print "a"
else if stack.region == "b" then
  print "b"
end
--> app.lua:8: 'end' expected (to close 'if' at line 3) near <eof>; write elseif, in one word

# a block in braces
for i = 1, 3 {
}
--> app.lua:3: 'do' expected near '{'; write if … then … end and for … do … end, without braces and colons

# a list in brackets
local regions = ["a", "b"]
--> app.lua:3: unexpected symbol near '['; write lists as { … }

# +=
local count = 0
count += 1
--> app.lua:4: syntax error near '+'; write it out: x = x + 1

# an arrow
local double = (x) => x * 2
--> app.lua:3: unexpected symbol near '='; write function(x) … end

## values that are known late
# a gap in a list, told by the path of its own place
sqs.CfnQueue(stack, "Q", { tags = { { key = "a", value = "b" } } })
cdk.CfnOutput(stack, "O", { value = cdk.Lazy.any({ produce = function() return { a = { "x", nil, "y" } } end }) })
--> app.lua:4: [S/O] Value.a: a list without gaps is needed, but entry 2 of 3 is nil

# a gap in a property's list
sqs.CfnQueue(stack, "Q", { tags = { { key = "a", value = "b" } }, redrive_policy = { a = { "x", nil, "y" } } })
--> app.lua:3: [S/Q] redrive_policy.a: a list without gaps is needed, but entry 2 of 3 is nil

# a hole in what a method is given
sqs.Queue(stack, "Q")
local queue = stack.node:find_child "Q"
queue.node:add_metadata("owners", { a = { "x", nil, "y" } })
--> app.lua:5: constructs.Node:add_metadata: argument 2 (data).a: a list without gaps is needed, but entry 2 of 3 is nil

# a hole in an override
local queue = sqs.CfnQueue(stack, "Q")
queue:add_property_override("Tags", { "x", nil, "y" })
--> app.lua:4: [S/Q] sqs.CfnQueue:add_property_override: argument 2 (value): a list without gaps is needed, but entry 2 of 3 is nil

# a hole in metadata that is assigned
local queue = sqs.CfnQueue(stack, "Q")
queue.cfn_options.metadata = { list = { { 1, nil, 3 } } }
--> app.lua:4: metadata.list[1]: a list without gaps is needed, but entry 2 of 3 is nil

# an infinite number in metadata
stack:add_metadata("limits", { { rate = 1 / 0 } })
--> app.lua:3: [S] cdk.Stack:add_metadata: argument 2 (value)[1].rate: inf is not a number that a template can contain

# numbers and names in metadata
stack:add_metadata("limits", { "x", rate = 1 })
--> app.lua:3: [S] cdk.Stack:add_metadata: argument 2 (value): a table is either a list or a map; this one has both numbered and named entries

# a hole in a document
stepfunctions.TaskInput.from_object { "x", nil, "y" }
--> app.lua:3: stepfunctions.TaskInput.from_object: argument 1 (obj): a list without gaps is needed, but entry 2 of 3 is nil

# null where objects are needed
iam.Policy(stack, "P", { statements = { cdk.NULL } })
--> app.lua:3: [S] iam.Policy 'P': statements[1]: expected an iam.PolicyStatement, got cdk.NULL; make one with iam.PolicyStatement.from_json

## what functions hand back
# a validation: a text
stack.node:add_validation { validate = function() return "bad" end }
--> app.lua:2: [S] validate, the function of app.lua:3, must return a list of strings, one for each error, got 'bad'

# a validation: true
stack.node:add_validation { validate = function() return true end }
--> app.lua:2: [S] validate, the function of app.lua:3, must return a list of strings, one for each error, got true

# a validation: names
stack.node:add_validation { validate = function() return { fault = "bad" } end }
--> app.lua:2: [S] validate, the function of app.lua:3, must return a list of strings, one for each error, got a table

# a validation: no texts
stack.node:add_validation { validate = function() return { "bad", 5 } end }
--> app.lua:2: [S] validate, the function of app.lua:3, must return a list of strings, one for each error, got a list with 5

# a lazy string: a list
cdk.CfnOutput(stack, "O", { value = cdk.Lazy.string { produce = function() return { 1 } end } })
--> app.lua:3: [S/O] produce of a cdk.Lazy.string, the function of app.lua:3, must return a string, got a list of 1

# a lazy string: a number
cdk.CfnOutput(stack, "O", { value = cdk.Lazy.uncached_string(function() return 5 end) })
--> app.lua:3: [S/O] produce of a cdk.Lazy.string, the function of app.lua:3, must return a string, got 5

# a lazy number: a text
cdk.CfnResource(stack, "R", { type = "A::B::C", properties = { N = cdk.Lazy.number(function() return "x" end) } })
--> app.lua:3: [S/R] produce of a cdk.Lazy.number, the function of app.lua:3, must return a number, got 'x'

# a lazy list: a text
cdk.CfnResource(stack, "R", { type = "A::B::C", properties = { N = cdk.Lazy.list(function() return "x" end) } })
--> app.lua:3: [S/R] produce of a cdk.Lazy.list, the function of app.lua:3, must return a list, got 'x'

# bind of a code: nothing
lambda.Function(stack, "F", { code = { bind = function() end }, handler = "h", runtime = lambda.Runtime.PYTHON_3_12 })
--> app.lua:3: [S/F] what bind, the function of app.lua:3, returns: expected a table of lambda.CodeConfig, got nil

# bind of a rule's target: without what is required
events.Rule(stack, "R", { schedule = events.Schedule.rate(cdk.Duration.days(1)), targets = { { bind = function() return {} end } } })
--> app.lua:3: [S/R] what bind, the function of app.lua:3, returns: missing required property 'arn': a string

# bind of a subscription: a wrong name
sns.Topic(stack, "T"):add_subscription({ bind = function() return { protocol = "sqs", subscribr_id = "x" } end })
--> app.lua:3: [S/T] what bind, the function of app.lua:3, returns: unknown property 'subscribr_id'; did you mean 'subscriber_id'?

# bind of an alarm's action: a text
cloudwatch.Alarm(stack, "A", { metric = cloudwatch.Metric({ namespace = "n", metric_name = "m" }), threshold = 1, evaluation_periods = 1 }):add_alarm_action({ bind = function() return "arn" end })
--> app.lua:3: [S/A] what bind, the function of app.lua:3, returns: expected a table of cloudwatch.AlarmActionConfig, got the string 'arn'

# bind of a notification's destination: a wrong type
s3.Bucket(stack, "B"):add_event_notification("s3:ObjectCreated:*", { bind = function() return { type = 7, arn = "x" } end })
--> app.lua:3: [S/B/Notifications] what bind, the function of app.lua:3, returns: type: expected an s3.BucketNotificationDestinationType, got the number 7; there are LAMBDA, QUEUE, TOPIC

# get_image of an image: a number
ec2.Instance(stack, "I", { vpc = ec2.Vpc(stack, "V"), instance_type = ec2.InstanceType("t3.micro"), machine_image = { get_image = function() return 5 end } })
--> app.lua:3: [S/I] what get_image, the function of app.lua:3, returns: expected a table of ec2.MachineImageConfig, got the number 5

# a mixin that supports more than yes or no
stack:with { supports = function() return "all" end, apply_to = function() end }
--> app.lua:3: [S] supports of a mixin must return true or false, got 'all'

## validations
# all of them in one report
local b = s3.Bucket(stack, "B")
b.node:add_validation({ validate = function() return { "one", "two" } end })
stack.node:add_validation({ validate = function() return { "three" } end })
--> validation failed with 3 errors:
-->   app.lua:2: [S] three
-->   app.lua:3: [S/B] one
-->   app.lua:3: [S/B] two
]==]

-- { group, title, script, message } of each case.
local function parse(text)
  local cases, group = {}, nil
  for line in text:gmatch "(.-)\n" do
    local case = cases[#cases]
    local message = line:match "^%-%->%s?(.*)$"
    if line:find "^## " then
      group = line:sub(4)
    elseif line:find "^# " then
      cases[#cases + 1] = { group = group, title = line:sub(3), script = "", message = "" }
    elseif message then
      case.message = case.message .. message .. "\n"
    elseif line ~= "" then
      case.script = case.script .. line .. "\n"
    end
  end
  return cases
end

describe("a mistake:", function()
  for _, case in ipairs(parse(CASES)) do
    it(case.group .. ": " .. case.title, function()
      local folder = luacdk.folder(FILES)
      luacdk.write(folder .. "/app.lua", PREAMBLE .. case.script)
      local before = luacdk.list(folder)
      local result = luacdk.run(folder, { "app.lua" }, { env = { CDK_DOCKER = "no-docker" } })
      assert.equal(case.message, (result.err:gsub(folder:gsub("%p", "%%%0"), "$FOLDER")))
      assert.same({ 1, "", before }, { result.status, result.out, luacdk.list(folder) })
      luacdk.remove(folder)
    end)
  end
end)

describe("inline code", function()
  local function synth(bytes)
    return luacdk.script(PREAMBLE .. ([[
      lambda.Function(stack, "F", { runtime = lambda.Runtime.NODEJS_22_X, handler = "h",
        code = lambda.Code.from_inline(("x"):rep(%d)) })
      for _, entry in ipairs(stack.node:find_child("F").node.metadata) do print(entry.type, entry.data) end]]):format(bytes))
  end

  it("gets a warning above the documented 4 KiB", function()
    assert.equal("", synth(4096).out)
    assert.matches("^aws:cdk:warning\t.*4 KiB", synth(4097).out)
  end)
end)
