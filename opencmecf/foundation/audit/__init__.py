"""The trail of every act."""

from opencmecf.foundation.audit.actions import body_of, record

__all__ = ["body_of", "record"]
