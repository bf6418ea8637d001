"""In and out: court pages, JSON, and what other programs ask for."""
