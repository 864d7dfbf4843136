"""The rows behind every number of flow: work items, found by what the address says."""
