"""Who may open a file or a slip: nobody here knows. Both hang on an opaque subject.

The room that knows the subject checks its reader and then calls ``queries``.
"""
