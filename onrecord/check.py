"""The invariants of a Record: quotes fit, ids resolve, chains end."""
