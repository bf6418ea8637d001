"""Changes of name, address, telephone and e-mail on their way from PACER to the courts."""
