"""The real product under faults: kills, a full disk, a restart in mid-act, a clock set back."""
