"""The dialects that resources are written in for other programs: one file each."""
