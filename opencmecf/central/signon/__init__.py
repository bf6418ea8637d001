"""Central Sign-On: the login page, sessions, the OpenID provider, and tokens for programs."""
