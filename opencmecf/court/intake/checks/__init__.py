"""What a PDF is looked through for. All of this runs in the sandbox: no Django, no database, no path.

A check reports facts, each a code with a page where it is known. What a fact means for a filing is decided outside, by
`intake/rules.py` and the court's policy.
"""
