"""The trail of every act."""

from opencmecf.foundation.audit.actions import record

__all__ = ["record"]
