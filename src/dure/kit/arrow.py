"""Tables as bytes, and back."""

import pyarrow as pa


def packed(table: pa.Table) -> bytes:
    """The table as compressed Arrow IPC bytes.

    >>> unpacked(packed(pa.table({"n": [1, 2]}))).num_rows
    2
    """
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def unpacked(payload: bytes) -> pa.Table:
    """The table that :func:`packed` made bytes of."""
    return pa.ipc.open_stream(payload).read_all()


def table_of(rows: list[dict[str, object]], *, schema: pa.Schema) -> pa.Table:
    """Rows as a table of a given shape; what a row does not say is null."""
    return pa.Table.from_pylist(rows, schema=schema)
