"""Puts files into a bucket: unpacks zip files, fills in values known only now, and lets the AWS CLI do the copying."""
import json
import logging
import os
import re
import shutil
import subprocess
import tempfile
import time
import urllib.request
import uuid
import zipfile

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, WaiterError

logging.getLogger().setLevel(logging.INFO)

s3 = boto3.client("s3")
cloudfront = boto3.client("cloudfront", config=Config(retries={"max_attempts": 10, "mode": "standard"}))

CLI = "/opt/awscli/aws"  # from the layer
CLI_CONFIG = "/tmp/aws_cli_config"
OWNER_TAG = "aws-cdk:cr-owned"
CREATE_FAILED = "AWSCDK::CustomResourceProviderFramework::CREATE_FAILED"
WAIT = {"Delay": 20, "MaxAttempts": 39}  # 13 of the 15 minutes that the function has
NOT_THERE = ("404", "NoSuchKey", "NotFound")


def handler(event, context):
    present = event.get("PhysicalResourceId")
    status, reason, data = "SUCCESS", f"see the log stream {context.log_stream_name}", {}
    logging.info("%s of %s", event["RequestType"], event.get("LogicalResourceId"))
    try:
        if event["RequestType"] == "Create":
            present = None
            made = f"aws.cdk.s3deployment.{uuid.uuid4()}"
            data = run(event)
            present = made
        elif not present:
            raise ValueError(f"{event['RequestType']} without a PhysicalResourceId")
        elif present != CREATE_FAILED:  # nothing was put there by what could not be made
            data = run(event)
    except Exception as error:
        logging.exception("the deployment failed")
        status, reason, data = "FAILED", describe(error), {}
        if event["RequestType"] == "Create":
            present = CREATE_FAILED
    answer(event, {
        "Status": status,
        "Reason": reason[:1000],
        "PhysicalResourceId": present or context.log_stream_name,
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
        "NoEcho": False,
        "Data": data,
    })


def describe(error):
    return f"the property {error} is missing" if isinstance(error, KeyError) else str(error)


def is_set(props, name, default):
    return str(props.get(name, default)).lower() == "true"


def run(event):
    """Does what the event asks for; gives the data of the resource."""
    kind, props, old = event["RequestType"], event["ResourceProperties"], event.get("OldResourceProperties", {})
    buckets, keys, bucket = props["SourceBucketNames"], props["SourceObjectKeys"], props["DestinationBucketName"]
    given_prefix = props.get("DestinationBucketKeyPrefix", "")
    prefix = "" if given_prefix == "/" else given_prefix
    target, former = address(bucket, prefix), None
    if old.get("DestinationBucketName"):
        former = address(old["DestinationBucketName"], old.get("DestinationBucketKeyPrefix", ""))
    retains = is_set(props, "RetainOnDelete", "true")
    configure(props)

    if kind == "Delete":
        if not retains and not is_owned(bucket, prefix):
            cli("s3", "rm", target, "--recursive")
    else:
        if kind == "Update" and not retains and former != target:
            if not former:
                raise ValueError("the old properties are missing, so what was deployed before cannot be removed")
            cli("s3", "rm", former, "--recursive")
        deploy(props, [address(*source) for source in zip(buckets, keys)], target)

    data = {
        "DestinationBucketArn": props.get("DestinationBucketArn"),
        "SourceObjectKeys": keys if is_set(props, "OutputObjectKeys", "true") else [],
    }
    if is_set(props, "OutputObjectVersionIds", "false"):
        data["SourceObjectVersionIds"] = [] if kind == "Delete" else [version(bucket, prefix, key) for key in keys]
    if props.get("DistributionId"):
        invalidate(props, given_prefix)
    return data


def address(bucket, key):
    return f"s3://{bucket}/{key}"


# ---- the AWS CLI ----


def configure(props):
    """Settings of an earlier event must not stay."""
    if os.path.exists(CLI_CONFIG):
        os.remove(CLI_CONFIG)
    if is_set(props, "SignContent", "false"):
        cli("configure", "set", "default.s3.payload_signing_enabled", "true")


def cli(*arguments):
    logging.info("aws %s", json.dumps(arguments))
    subprocess.check_call([CLI, *arguments], env={**os.environ, "AWS_CONFIG_FILE": CLI_CONFIG})


# ---- deployment ----


def deploy(props, sources, target):
    mount = os.environ.get("MOUNT_PATH")
    work = os.path.join(mount, str(uuid.uuid4())) if mount else tempfile.mkdtemp()
    contents = os.path.join(work, "contents")
    os.makedirs(contents)
    try:
        for number, source in enumerate(sources):
            if is_set(props, "Extract", "true"):
                unpack(source, work, contents, nth(props, "SourceMarkers", number), nth(props, "SourceMarkersConfig", number))
            else:
                cli("s3", "cp", source, contents)
        arguments = ["--delete"] if is_set(props, "Prune", "true") else []
        for option in ("Exclude", "Include"):
            for pattern in props.get(option, []):
                arguments += [f"--{option.lower()}", pattern]
        cli("s3", "sync", *arguments, contents, target, *metadata(props))
    finally:
        shutil.rmtree(work)


def nth(props, name, number):
    values = props.get(name, [])
    return values[number] if number < len(values) else {}


def unpack(source, work, contents, markers, config):
    archive = os.path.join(work, str(uuid.uuid4()))
    cli("s3", "cp", source, archive)
    with zipfile.ZipFile(archive) as zipped:
        zipped.extractall(contents)
        names = zipped.namelist()
    os.remove(archive)
    if not markers:
        return
    values = {marker.encode(): encoded(marker, value, config).encode() for marker, value in markers.items()}
    anywhere = re.compile(b"|".join(re.escape(marker) for marker in values))
    for name in names:
        path = os.path.join(contents, name)
        if os.path.isfile(path):
            fill_in(path, anywhere, values)


def fill_in(path, anywhere, values):
    """Replaces markers line by line: files may be larger than the memory."""
    filled = f"{path}.filled"
    with open(path, "rb") as old, open(filled, "wb") as new:
        for line in old:
            new.write(anywhere.sub(lambda found: values[found.group()], line))
    os.replace(filled, path)


PLAIN_YAML = re.compile(r"[A-Za-z][A-Za-z0-9._-]*")
YAML_WORDS = {"y", "n", "yes", "no", "true", "false", "on", "off", "null"}


def encoded(marker, value, config):
    """The value as it stands in the file, by the kind of the file."""
    default = "UNQUOTED_JSON_VALUE" if is_set(config, "jsonEscape", "false") else "LITERAL"
    encoding = config.get("markerEncodings", {}).get(marker, default)
    text = json.dumps(value)
    if encoding == "JSON_VALUE":
        return text
    if encoding == "UNQUOTED_JSON_VALUE":
        return text[1:-1] if isinstance(value, str) else text
    if encoding not in ("LITERAL", "YAML_STRING"):
        raise ValueError(f"{encoding} is no encoding of markers")
    if not isinstance(value, str):
        raise ValueError(f"the value of {marker} must be a string for the encoding {encoding}, got {text}")
    if encoding == "LITERAL" or (PLAIN_YAML.fullmatch(value) and value.lower() not in YAML_WORDS):
        return value
    return text


def metadata(props):
    system, user = props.get("SystemMetadata", {}), props.get("UserMetadata", {})
    if not system and not user:
        return []
    arguments = []
    for name, value in system.items():
        arguments += [f"--{name.lower()}", value]
    if user:
        lower = {name.lower(): value for name, value in user.items()}
        arguments += ["--metadata", json.dumps(lower, separators=(",", ":"))]
    return arguments + ["--metadata-directive", "REPLACE"]


# ---- what is there ----


def is_owned(bucket, prefix):
    """Whether another deployment has put files there, which must stay."""
    tag = f"{OWNER_TAG}:{prefix}" if prefix else OWNER_TAG
    try:
        return any(one["Key"].startswith(tag) for one in s3.get_bucket_tagging(Bucket=bucket)["TagSet"])
    except ClientError as error:
        logging.info("the tags of %s cannot be read: %s", bucket, error)
        return False


def version(bucket, prefix, key):
    """The version of a file that was copied as it is; "" where there is none, or where a filter left it out."""
    folder = f"{prefix.rstrip('/')}/" if prefix else ""
    try:
        found = s3.head_object(Bucket=bucket, Key=folder + os.path.basename(key))
        return found.get("VersionId", "")
    except ClientError as error:
        if error.response["Error"]["Code"] not in NOT_THERE:
            raise
        return ""


# ---- CloudFront ----


def invalidate(props, prefix):
    distribution = props["DistributionId"]
    everything = "/" + prefix.strip("/") + "/*" if prefix.strip("/") else "/*"
    paths = props.get("DistributionPaths", [everything])
    made = cloudfront.create_invalidation(DistributionId=distribution, InvalidationBatch={
        "Paths": {"Quantity": len(paths), "Items": paths}, "CallerReference": str(uuid.uuid4()),
    })
    if not is_set(props, "WaitForDistributionInvalidation", "true"):
        return
    try:
        cloudfront.get_waiter("invalidation_completed").wait(
            DistributionId=distribution, Id=made["Invalidation"]["Id"], WaiterConfig=WAIT)
    except WaiterError as error:
        raise RuntimeError(f"the invalidation of {distribution} did not complete: {error}") from error


# ---- CloudFormation ----


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
