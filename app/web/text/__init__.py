"""How the text of a draft is drawn: findings and comments in place, pasted and shown HTML."""
