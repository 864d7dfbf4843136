"""Small tools that know no customer."""
