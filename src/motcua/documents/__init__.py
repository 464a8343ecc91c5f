"""Files, issued slips and their rendering, about an opaque subject."""
