"""The rules of ingest: bytes and plain values in, plain values out. No Django, disk, network or clock."""
