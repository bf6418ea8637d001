"""Cards that people have stored with the card processor: what we keep of them, and for which fees each is used."""
