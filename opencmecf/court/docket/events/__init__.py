"""The events of a court: what can be docketed, with which questions, and in which words."""
