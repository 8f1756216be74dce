"""An event loop in a thread of its own."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")


def in_own_loop(make: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run a coroutine to its end, whatever loop the caller runs in.

    An exception raised in the caller meanwhile (Ctrl-C, Dagster's termination) cancels the coroutine, waits until it
    has ended, and goes on. Of an exception group the first exception is raised.
    """
    result: Future[T] = Future()
    started = threading.Event()
    running: list[tuple[asyncio.AbstractEventLoop, asyncio.Task[Any]]] = []

    async def entry() -> T:
        task = asyncio.current_task()
        assert task is not None
        running.append((asyncio.get_running_loop(), task))
        started.set()
        return await make()

    def body() -> None:
        try:
            result.set_result(asyncio.run(entry()))
        except asyncio.CancelledError:
            result.cancel()
        except BaseException as error:
            result.set_exception(_first(error))
        finally:
            started.set()

    thread = threading.Thread(target=body, name="steps")
    try:
        thread.start()
        return result.result()
    except BaseException:
        if thread.is_alive():
            started.wait()
            for loop, task in running:
                with suppress(RuntimeError):  # it has just ended
                    loop.call_soon_threadsafe(task.cancel)
        raise
    finally:
        if thread.ident is not None:
            thread.join()


def _first(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
