"""A stand-in for programs of layers, the AWS CLI, kubectl and helm: command.py <program> <arguments>. It tells the
stand-ins of the services what it was asked to do, and does to files what they say. It starts often, so it loads little."""
import base64
import json
import os
import socket
import sys

program, arguments = os.path.basename(sys.argv[1]), sys.argv[2:]
folder = next((one for one in arguments if os.path.isdir(one)), None)
call = {"arguments": ["<local>" if os.path.isabs(one) else one for one in arguments]}


def after(*names):
    """The argument after one of these."""
    return next((arguments[at + 1] for at, one in enumerate(arguments) if one in names), None)


def documents(text):
    """A stream of JSON."""
    found, at, decoder = [], 0, json.JSONDecoder()
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        one, at = decoder.raw_decode(text, at)
        found.append(one)
    return found


if folder and (program == "helm" or "sync" in arguments):
    call["files"] = {}
    for path, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(path, name), encoding="utf-8", errors="replace") as file:
                call["files"][os.path.relpath(os.path.join(path, name), folder)] = file.read()
config, given = after("--kubeconfig"), after("-f", "--values")
if program != "aws":
    if config:
        call["kubeconfig"] = oct(os.stat(config).st_mode & 0o777)
    if given:
        with open(given, encoding="utf-8") as file:
            call["documents"] = documents(file.read())
    if "--password-stdin" in arguments:
        call["password"] = sys.stdin.read()
elif config:
    with open(config, "w", encoding="utf-8") as file:
        file.write("config")

body = json.dumps(call).encode()
host, port = os.environ["AWS_ENDPOINT_URL"].removeprefix("http://").split(":")
with socket.create_connection((host, int(port))) as connection:
    connection.sendall(f"POST /command/{program} HTTP/1.0\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body)
    head, _, answer = connection.makefile("rb").read().partition(b"\r\n\r\n")
if b" 200 " not in head.splitlines()[0]:
    sys.exit(answer.decode())
result = json.loads(answer)
if "body" in result:
    target = arguments[3]
    if os.path.isdir(target):
        target = os.path.join(target, os.path.basename(arguments[2]))
    with open(target, "wb") as file:
        file.write(base64.b64decode(result["body"]))
for name, text in result.get("files", {}).items():
    os.makedirs(os.path.dirname(name), exist_ok=True)
    with open(name, "w", encoding="utf-8") as file:
        file.write(text)
sys.stdout.write(result.get("output", ""))
