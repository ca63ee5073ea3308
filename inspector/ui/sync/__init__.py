"""The page 同步 (picture 08): how the workspace stands with others, what waits for a decision, what is on its way."""
