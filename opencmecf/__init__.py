"""Open CM/ECF: court case management and electronic filing with one sign-on for every court."""
