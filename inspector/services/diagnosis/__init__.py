"""What went wrong on this computer: written locally, shown before it is given to anybody, sent nowhere."""
