"""Mechanisms without a domain noun: commands, history, rules, time, jobs, ids."""
