"""The Case Locator; so far a page with the courts."""
