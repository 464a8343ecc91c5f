"""Measuring: a province with many years behind it, and what its pages and acts cost.

Beside the product, never inside it: the data set is made by the product's own commands and then
multiplied in the database; what is measured is measured from outside, over HTTP.
"""
