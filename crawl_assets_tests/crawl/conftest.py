"""What several tests of crawling share."""

import shutil
import subprocess
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a certificate and its key for the name site.example, in one file."""
    if not shutil.which("openssl"):
        pytest.skip("needs the command openssl to make a certificate")
    file = tmp_path_factory.mktemp("tls") / "site.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=site.example", "-addext", "subjectAltName=DNS:site.example",
         "-keyout", file, "-out", file.with_suffix(".crt")],
        check=True, capture_output=True,
    )  # fmt: skip
    file.write_bytes(file.read_bytes() + file.with_suffix(".crt").read_bytes())
    return file
