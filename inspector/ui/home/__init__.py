"""The home page 工作台: what is unclosed, what is planned, what is due, what happened. The window starts here."""
