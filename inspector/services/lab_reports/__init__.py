"""Reports of testing companies: kept with a test record, their workbooks recognised and taken over."""
