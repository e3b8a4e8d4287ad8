--- The function behind Custom::S3BucketNotifications, in Python, as it goes into the template.
return [==[
import hashlib
import json
import logging
import urllib.request

import boto3

s3 = boto3.client("s3")
KINDS = ("TopicConfigurations", "QueueConfigurations", "LambdaFunctionConfigurations")
EVENT_BRIDGE = "EventBridgeConfiguration"


def handler(event, context):
    status, reason = "SUCCESS", "OK"
    try:
        configure(event)
    except Exception as error:
        logging.exception("the notifications could not be set")
        status, reason = "FAILED", str(error)
    answer(event, status, f"{reason} (log stream {context.log_stream_name})")


def configure(event):
    props = event["ResourceProperties"]
    bucket, request = props["BucketName"], event["RequestType"]
    wanted = {} if request == "Delete" else props["NotificationConfiguration"]
    if str(props.get("Managed", "true")).lower() == "false":
        wanted = beside_others(event, bucket, wanted)
    s3.put_bucket_notification_configuration(
        Bucket=bucket,
        NotificationConfiguration=wanted,
        SkipDestinationValidation=str(props.get("SkipDestinationValidation", "false")).lower() == "true",
    )


def beside_others(event, bucket, wanted):
    """What others have set on the bucket, and what this stack wants. Ours are known by their ids."""
    present = s3.get_bucket_notification_configuration(Bucket=bucket)
    before = event.get("OldResourceProperties", {}).get("NotificationConfiguration", {})
    result = {}
    for kind in KINDS:
        ours = {key(n) for n in before.get(kind, [])}
        others = [n for n in present.get(kind, []) if keep(event, n, ours)]
        mine = [dict(n, Id=f"{event['StackId']}-{key(n)}") for n in wanted.get(kind, [])]
        if others or mine:
            result[kind] = others + mine
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


def answer(event, status, reason):
    body = json.dumps({
        "Status": status,
        "Reason": reason,
        "PhysicalResourceId": event.get("PhysicalResourceId") or event["LogicalResourceId"],
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
        "NoEcho": False,
    }).encode()
    request = urllib.request.Request(event["ResponseURL"], data=body, method="PUT", headers={"content-type": ""})
    with urllib.request.urlopen(request) as response:
        logging.info("CloudFormation answered %s", response.status)
]==]
