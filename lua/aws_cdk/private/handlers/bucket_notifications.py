"""Sets the notifications of a bucket. Stands in the template, which takes 4096 characters."""
import hashlib
import json
import logging
import time
import urllib.request

import boto3

s3 = boto3.client("s3")
KINDS = ("TopicConfigurations", "QueueConfigurations", "LambdaFunctionConfigurations")
EVENT_BRIDGE = "EventBridgeConfiguration"
CREATE_FAILED = "AWSCDK::CustomResourceProviderFramework::CREATE_FAILED"


def handler(event, context):
    status, reason = "SUCCESS", "OK"
    present = event.get("PhysicalResourceId")
    try:
        if present != CREATE_FAILED:  # what could not be set need not be taken away
            configure(event)
    except Exception as error:
        logging.exception("the notifications cannot be set")
        status, reason = "FAILED", str(error)
        if event["RequestType"] == "Create":
            present = CREATE_FAILED
    answer(event, {
        "Status": status,
        "Reason": f"{reason[:1000]} (log stream {context.log_stream_name})",
        "PhysicalResourceId": present or event["LogicalResourceId"],
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
        "NoEcho": False,
    })


def configure(event):
    props = event["ResourceProperties"]
    bucket, deleted = props["BucketName"], event["RequestType"] == "Delete"
    wanted = {} if deleted else props["NotificationConfiguration"]
    try:
        if props.get("Managed", "true").lower() != "true":
            wanted = beside_others(event, bucket, wanted)
        s3.put_bucket_notification_configuration(
            Bucket=bucket,
            NotificationConfiguration=wanted,
            SkipDestinationValidation=props.get("SkipDestinationValidation", "false").lower() == "true",
        )
    except s3.exceptions.ClientError as error:
        if not deleted or error.response["Error"]["Code"] != "NoSuchBucket":
            raise


def beside_others(event, bucket, wanted):
    """What others have set on the bucket, and what this stack wants. Ours are known by their ids."""
    present = s3.get_bucket_notification_configuration(Bucket=bucket)
    before = event.get("OldResourceProperties", {}).get("NotificationConfiguration", {})
    result = {}
    for kind in KINDS:
        ours = {key(n) for n in before.get(kind, [])}
        others = [n for n in present.get(kind, []) if keep(event, n, ours)]
        result[kind] = others + [dict(n, Id=f"{event['StackId']}-{key(n)}") for n in wanted.get(kind, [])]
    if EVENT_BRIDGE in present or EVENT_BRIDGE in wanted:
        result[EVENT_BRIDGE] = {}
    return result


def keep(event, notification, ours):
    if event["RequestType"] == "Create":
        return True
    if event["RequestType"] == "Update":
        return key(notification) not in ours
    return not notification.get("Id", "").startswith(event["StackId"] + "-")


def key(notification):
    """Equal for equal notifications: S3 drops the order of rules and changes the case of their names."""
    target = next(v for k, v in notification.items() if k.endswith("Arn"))
    rules = notification.get("Filter", {}).get("Key", {}).get("FilterRules", [])
    rules = sorted((r["Name"].lower(), r["Value"]) for r in rules)
    text = json.dumps([target, sorted(notification["Events"]), rules])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def answer(event, fields, attempts=6):
    body = json.dumps(fields).encode()
    request = urllib.request.Request(event["ResponseURL"], body, {"content-type": ""}, method="PUT")
    for attempt in range(1, attempts + 1):
        try:
            return urllib.request.urlopen(request, timeout=10).close()
        except OSError as error:
            logging.warning("CloudFormation did not take the answer: %s", error)
            if attempt == attempts:
                raise
            time.sleep(0.2 * 2**attempt)
