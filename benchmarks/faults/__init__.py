"""A site under faults: its servers stopped, halted and started, its disk full. See README.md."""
