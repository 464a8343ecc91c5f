"""What every test shares."""

from django.contrib.auth.hashers import Argon2PasswordHasher

# Real argon2id at its cheapest: the people of the tests would otherwise hash for minutes.
Argon2PasswordHasher.time_cost = 1
Argon2PasswordHasher.memory_cost = 8
Argon2PasswordHasher.parallelism = 1
