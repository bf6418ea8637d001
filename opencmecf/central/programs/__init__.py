"""Programs of others that people sign in to with their PACER account: registering them, deciding, letting them in."""
