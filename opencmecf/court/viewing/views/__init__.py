"""The pages on which documents are viewed."""
