"""Before there is a workspace: make one, open one, restore one, or look at sample data. Imported when it is needed."""
