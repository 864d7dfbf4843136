"""One file is one number: tables in, tables out."""
