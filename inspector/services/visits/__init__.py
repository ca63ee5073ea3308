"""An open visit: live forms, judging, drafts of hazards, signatures, and the sign-off that turns it into events."""
