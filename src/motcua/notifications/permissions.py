"""Who may see or hand over a notice: nobody here knows. It hangs on an opaque subject.

The room that knows the subject checks its reader and then calls ``queries`` or ``commands``.
"""
