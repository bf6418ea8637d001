"""The trail of every act."""

from opencmecf.foundation.audit.actions import Record, body_of, record, record_all

__all__ = ["Record", "body_of", "record", "record_all"]
