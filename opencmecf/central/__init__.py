"""The national layer: people, sign-on, money, and the list of courts."""
