"""Files read by a declared mapping: any delimited or XLSX export in, facts out. See docs/mappings.md."""
