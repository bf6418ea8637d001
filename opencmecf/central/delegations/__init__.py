"""Who files for whom at each court: asked of the courts, shown in Manage My Account, changed at the courts alone."""
