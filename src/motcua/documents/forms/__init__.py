"""The printed forms: their dated register, what each prints, and how it looks."""
