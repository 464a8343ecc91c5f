"""Processes (BPMN), tokens and work items, about an opaque subject."""
