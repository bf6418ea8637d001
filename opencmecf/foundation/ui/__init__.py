"""What every page is made of: base templates, form fields, the style sheet."""
