"""Accounts outside and inside the house, persons, teams, and the dated ties between them."""
