"""Filing agents: who files for whom, linked and ended by the principal."""
