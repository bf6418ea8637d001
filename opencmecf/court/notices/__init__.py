"""Who is told of a filing, in which words, and what became of it: the Notice of Electronic Filing (NEF)."""
