"""What is made of lists once for each of their generations, by processes beside the daemon: files for devices, and tables of digests."""
