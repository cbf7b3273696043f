"""From one kind of database into the other, row by row (decision 0035)."""
