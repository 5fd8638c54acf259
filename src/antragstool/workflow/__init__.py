"""What is done with resolutions and amendments, without any I/O: reading a change, proving a patch, counting votes."""
