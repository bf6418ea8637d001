"""The clerk's desk for accounts: whom the court has issued an account to, what became of it, and the go-live."""
