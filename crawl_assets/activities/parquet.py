"""Vectors apart, as Parquet (https://parquet.apache.org), for those who want them beside the lines."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any


def as_parquet(
    rows: Iterable[tuple[str, str, str, str, bytes]], write: Callable[[bytes], Any], at_once: int = 1000
) -> int:
    """Write (row key, text hash, recipe, model, float32 vector) as Parquet, a thousand at a time; returns how many.

    Raises ValueError without pyarrow, which the extra `parquet` brings.
    """
    try:
        import pyarrow as pa  # type: ignore[import-untyped]
        import pyarrow.parquet as pq  # type: ignore[import-untyped]
    except ImportError:
        raise ValueError(
            "vectors as Parquet need pyarrow; install the extra: pip install 'crawl-assets[parquet]'"
        ) from None
    columns = ("row_key", "text_hash", "recipe", "model")
    schema = pa.schema([*((name, pa.string()) for name in columns), ("vector", pa.list_(pa.float32()))])
    sink, count = _Sink(write), 0
    with pq.ParquetWriter(pa.PythonFile(sink, mode="w"), schema, compression="zstd") as writer:
        for part in _parts(rows, at_once):
            arrays = [pa.array([row[place] for row in part], pa.string()) for place in range(len(columns))]
            vectors = _vectors(pa, [row[-1] for row in part])
            writer.write_table(pa.Table.from_arrays([*arrays, vectors], schema=schema))
            count += len(part)
    return count


class _Sink:
    """What pyarrow takes for a file, around a function that writes."""

    closed = False

    def __init__(self, write: Callable[[bytes], Any]) -> None:
        self._write = write

    def write(self, data: bytes) -> int:
        self._write(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing: what is written is written."""

    def close(self) -> None:
        """Leave it open: the file is its owner's."""

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False


def _vectors(pa: Any, packed: list[bytes]) -> Any:
    import numpy as np

    values = pa.array(np.frombuffer(b"".join(packed), dtype="<f4"), pa.float32())
    ends = np.concatenate([[0], np.cumsum([len(one) // 4 for one in packed])]).astype("int32")
    return pa.ListArray.from_arrays(pa.array(ends), values)


def _parts(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    part: list[Any] = []
    for row in rows:
        part.append(row)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part
