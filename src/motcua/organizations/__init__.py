"""Agencies and units (dated), posts, delegation, working calendars."""
