"""Runs a handler in Python as Lambda does: see invoke.js."""
import importlib.util
import json
import os
import subprocess
import sys
import time

CLI = "/opt/awscli/aws"
popen = subprocess.Popen


class Popen(popen):
    """The AWS CLI is the stand-in beside this file."""

    def __init__(self, arguments, *more, **options):
        if arguments[0] == CLI:
            arguments = [sys.executable, os.path.join(os.path.dirname(__file__), "aws_cli.py"), *arguments[1:]]
        super().__init__(arguments, *more, **options)


subprocess.Popen = Popen
# Stand-ins change with each look at them, so nobody has to wait.
time.sleep = lambda seconds: None

spec = importlib.util.spec_from_file_location("index", sys.argv[1])
index = importlib.util.module_from_spec(spec)
spec.loader.exec_module(index)


class Context:
    log_stream_name = "stream"


for line in sys.stdin:
    result = {}
    try:
        getattr(index, sys.argv[2])(json.loads(line)["event"], Context())
    except Exception as error:
        result = {"threw": str(error)}
    os.write(3, (json.dumps(result) + "\n").encode())
