"""The second place: an encrypted copy of unfinished and unsent work in a folder that a person chose."""
