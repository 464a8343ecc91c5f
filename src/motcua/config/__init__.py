"""Settings, urls and wiring: the only place that knows all rooms."""
