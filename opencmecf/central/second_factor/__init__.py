"""Second factors: passkeys, apps, backup codes, remembered browsers, and what to do when they are lost."""
