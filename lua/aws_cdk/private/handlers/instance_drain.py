"""Moves tasks away from an instance that Auto Scaling stops. Stands in the template, which takes 4096 characters."""
import json
import logging
import os
import time

import boto3

ecs = boto3.client("ecs")
autoscaling = boto3.client("autoscaling")
PAUSE = 10  # seconds between two looks at the instance
HOOK = ("LifecycleHookName", "LifecycleActionToken", "AutoScalingGroupName")


def lambda_handler(event, context):
    cluster = os.environ["CLUSTER"]
    message = json.loads(event["Records"][0]["Sns"]["Message"])
    machine = message.get("EC2InstanceId")
    if not machine:
        print("not about an instance:", json.dumps(message))
        return
    found = ecs.list_container_instances(cluster=cluster, filter="ec2InstanceId==" + machine)
    if not found["containerInstanceArns"]:
        print(machine, "is not in the cluster", cluster)
        return
    instance = found["containerInstanceArns"][0]
    tasks = ecs.list_tasks(cluster=cluster, containerInstance=instance)["taskArns"]
    print(machine, "is", instance, "with the tasks", ", ".join(tasks) or "none")
    while is_busy(cluster, instance, tasks):
        time.sleep(PAUSE)
    try:
        autoscaling.complete_lifecycle_action(
            LifecycleActionResult="CONTINUE", **{key: message[key] for key in HOOK if key in message})
    except Exception:  # another run may have done it, or its time is up
        logging.exception("the lifecycle action of %s cannot be completed", machine)


def is_busy(cluster, arn, tasks):
    """Whether the instance still has tasks. If it takes new ones, it is told not to."""
    described = ecs.describe_container_instances(cluster=cluster, containerInstances=[arn])["containerInstances"]
    if not described:
        return False
    instance = described[0]
    if instance["status"] == "ACTIVE":
        ecs.update_container_instances_state(cluster=cluster, containerInstances=[arn], status="DRAINING")
        return True
    left = 0
    known = ecs.describe_tasks(cluster=cluster, tasks=tasks)["tasks"] if tasks else []
    if known:
        left = sum(task["lastStatus"] != "STOPPED" for task in known) + instance["pendingTasksCount"]
    left = left or instance["runningTasksCount"] + instance["pendingTasksCount"]
    print(arn, "has", left, "tasks")
    return left > 0
