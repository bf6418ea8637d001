"""A card processor that plays with toy cards; docs/operations/card-processor.md describes how it is spoken to."""
