"""What both layers stand on; it knows no act of either."""
