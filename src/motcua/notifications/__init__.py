"""Notices to citizens: what each act tells somebody, kept until somebody or something brings it."""
