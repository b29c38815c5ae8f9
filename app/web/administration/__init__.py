"""Pages of the three administrators (三员): people, accounts, keys, rules, lists, the ledger."""
