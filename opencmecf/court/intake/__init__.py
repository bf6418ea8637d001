"""Taking in PDFs: kept as they come, checked where they can do no harm, and told exactly what is wrong with them."""
