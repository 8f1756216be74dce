"""A small real server that speaks S3's GET, HEAD, PUT and DELETE of an object, and checks every signature.

    with S3Server() as s3:
        s3.environ, s3.key, s3.secret, s3.objects["bucket/folder/llms.txt"].body
        s3.refuse = "pages/b.md"      # answers 403 to what is written under a name that ends so

Signatures: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
"""

import hashlib
import hmac
import re
import threading
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote, unquote

from crawl_assets_tests.fakes.json_server import JsonServer, Request, Sent

KEY, SECRET = "AKIAEXAMPLEEXAMPLE00", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
_SIGNED = re.compile(
    r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/s3/aws4_request, ?SignedHeaders=([^,]+), ?Signature=(\w+)"
)


@dataclass(frozen=True)
class Kept:
    """An object."""

    body: bytes
    content_type: str


class S3Server:
    """The server; a context manager. One bucket is there."""

    def __init__(self, bucket: str = "bucket") -> None:
        self.bucket, self.key, self.secret = bucket, KEY, SECRET
        self.objects: dict[str, Kept] = {}  # by bucket/key
        self.refuse = ""  # the end of a key
        self._lock = threading.Lock()
        self.http = JsonServer(self._answer)

    def __enter__(self) -> Self:
        self.http.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.http.__exit__()

    @property
    def environ(self) -> dict[str, str]:
        """Return the variables by which a client finds the server and its key."""
        return {
            "AWS_ENDPOINT_URL": f"http://{self.http.place}",
            "AWS_ACCESS_KEY_ID": self.key,
            "AWS_SECRET_ACCESS_KEY": self.secret,
            "AWS_DEFAULT_REGION": "eu-central-1",
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def written(self) -> list[str]:
        """Return the keys that were put or deleted, in that order, without the bucket."""
        start = len(f"/{self.bucket}/")
        return [
            f"{'-' if request.method == 'DELETE' else ''}{unquote(request.path)[start:]}"
            for request in self.http.requests
            if request.method in ("PUT", "DELETE")
        ]

    def _answer(self, request: Request) -> Sent:
        wrong = self._unsigned(request)
        name = unquote(request.path).removeprefix("/")
        if wrong:
            return _problem(403, wrong, "The request is not signed by a key of this store.")
        if not name.startswith(f"{self.bucket}/"):
            return _problem(404, "NoSuchBucket", "The specified bucket does not exist")
        if self.refuse and name.endswith(self.refuse) and request.method in ("PUT", "DELETE"):
            return _problem(403, "AccessDenied", "Access Denied")
        with self._lock:
            if request.method == "PUT":
                self.objects[name] = Kept(request.body, request.headers.get("content-type", ""))
                return Sent(200, b"", {"ETag": f'"{hashlib.md5(request.body).hexdigest()}"'})
            if request.method == "DELETE":
                self.objects.pop(name, None)
                return Sent(204)
            kept = self.objects.get(name)
        if request.method not in ("GET", "HEAD"):
            return _problem(405, "MethodNotAllowed", "The specified method is not allowed against this resource.")
        if kept is None:
            return _problem(404, "NoSuchKey", "The specified key does not exist.")
        return Sent(200, kept.body, {"Content-Type": kept.content_type})

    def _unsigned(self, request: Request) -> str:
        """Return S3's word for what is wrong with the signature, '' for a good one."""
        found = _SIGNED.fullmatch(request.headers.get("authorization", ""))
        if found is None:
            return "AccessDenied"
        key, day, region, names, signature = found.groups()
        if key != self.key:
            return "InvalidAccessKeyId"
        told = request.headers.get("x-amz-content-sha256", "")
        if told not in ("UNSIGNED-PAYLOAD", hashlib.sha256(request.body).hexdigest()):
            return "XAmzContentSHA256Mismatch"
        scope = f"{day}/{region}/s3/aws4_request"
        digest = hashlib.sha256(_canonical(request, names, told).encode()).hexdigest()
        text = f"AWS4-HMAC-SHA256\n{request.headers['x-amz-date']}\n{scope}\n{digest}"
        secret = f"AWS4{self.secret}".encode()
        for part in (*scope.split("/"), text):
            secret = hmac.digest(secret, part.encode(), "sha256")
        return "" if hmac.compare_digest(secret.hex(), signature) else "SignatureDoesNotMatch"


def _canonical(request: Request, names: str, payload: str) -> str:
    query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in sorted(request.query.items()))
    headers = "".join(f"{name}:{' '.join(request.headers[name].split())}\n" for name in names.split(";"))
    return "\n".join([request.method, request.path, query, headers, names, payload])


def _problem(status: int, code: str, message: str) -> Sent:
    text = f'<?xml version="1.0" encoding="UTF-8"?><Error><Code>{code}</Code><Message>{message}</Message></Error>'
    return Sent(status, text.encode(), {"Content-Type": "application/xml"})
