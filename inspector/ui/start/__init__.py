"""Start-up: what is set right before the first window, the pages before a workspace is open, what comes after."""
