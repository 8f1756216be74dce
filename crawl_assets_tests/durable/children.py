"""Real processes that run a function of a test module: forked in milliseconds from one that has imported Dagster."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from typing import Any

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["crawl_assets_tests.durable.paid_asset", "crawl_assets_tests.crawl.crawling"])


def start(function: Callable[..., Any], *args: Any) -> BaseProcess:
    """Start a process that calls a function of a module's top level."""
    process = _FORKS.Process(target=function, args=args, daemon=True)
    process.start()
    return process


def join(process: BaseProcess, seconds: float = 60) -> int:
    """Wait for the end of a process and return its exit code; negative: the signal that killed it."""
    process.join(seconds)
    assert process.exitcode is not None, "the process did not end"
    return process.exitcode
