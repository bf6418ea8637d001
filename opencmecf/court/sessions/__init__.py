"""Sessions at a court, logins that it has issued, programs' tokens, the menu bar and the client code."""
