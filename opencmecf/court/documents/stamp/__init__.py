"""The header at the top of each page of a document, drawn when it is viewed; the stored file is never changed."""

from opencmecf.court.documents.stamp.copies import delete_copies, may_be_an_answer, stamped_copy
from opencmecf.court.documents.stamp.drawing import number_pages
from opencmecf.court.documents.stamp.header import Header

__all__ = ["Header", "delete_copies", "may_be_an_answer", "number_pages", "stamped_copy"]
