"""Settings from the environment, a URL table for each kind of site, and the web server's process."""
