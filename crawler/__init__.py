"""Gets coverage from the network; knows no SQL."""
