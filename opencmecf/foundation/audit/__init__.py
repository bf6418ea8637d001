"""The trail of every act."""

from opencmecf.foundation.audit.actions import Record, record, record_all

__all__ = ["Record", "record", "record_all"]
