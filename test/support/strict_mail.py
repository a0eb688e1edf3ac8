"""Reads messages with Python's email package under its strict policy.

Input: for each message a line with its length in bytes, then the bytes. Output: one line of JSON each.
Errors and defects of the message, its parts and its header fields are listed; there should be none.
"""

import email
import email.parser
import email.policy
import json
import sys

POLICY = email.policy.strict


def parse(raw):
    try:
        text = raw.decode("ascii")
    except UnicodeDecodeError:
        # RFC 6532: header fields in UTF-8, the body stays in ASCII.
        text = raw.decode("utf-8")
    return email.parser.Parser(policy=POLICY).parsestr(text)


def read(raw):
    defects = []
    answer = {"defects": defects, "html": None, "text": None}
    try:
        message = parse(raw)
        for part in message.walk():
            defects.extend(type(defect).__name__ for defect in part.defects)
            for name in part.keys():
                for defect in getattr(part[name], "defects", ()):
                    defects.append(f"{name}: {type(defect).__name__}")
            if part.get_content_type() in ("text/plain", "text/html"):
                key = "html" if part.get_content_type() == "text/html" else "text"
                answer[key] = part.get_payload(decode=True).decode("utf-8", "strict")
        answer["subject"] = str(message["subject"])
        answer["to"] = [[one.display_name, one.addr_spec] for one in message["to"].addresses]
        answer["from"] = [[one.display_name, one.addr_spec] for one in message["from"].addresses]
    except Exception as error:  # a strict policy raises what it finds
        defects.append(f"{type(error).__name__}: {error}")
    return answer


def main():
    source = sys.stdin.buffer
    for line in iter(source.readline, b""):
        print(json.dumps(read(source.read(int(line)))), flush=True)


main()
